# Build a folder and an installer of Songwright on Windows. Needs Python 3.12, the Visual Studio Build Tools (C++), CMake
# and Inno Setup 6. Written with the help of their manuals and not tried yet: see the README.
#   powershell -File packaging\windows\build.ps1
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
py -3.12 packaging\setup_env.py test
$python = ".venv\Scripts\python.exe"
& $python -m uv pip install --python $python -r packaging\build-tools.lock build pip -r packaging\freeze.in

# llama.cpp for every processor, chosen when the program starts; no version in the libraries' names.
& $python packaging\carriers.py --sources build\sources
cmake -S build\sources\llama-cpp-python\vendor\llama.cpp -B build\llama -DBUILD_SHARED_LIBS=ON `
    -DGGML_NATIVE=OFF -DGGML_BACKEND_DL=ON -DGGML_CPU_ALL_VARIANTS=ON -DGGML_RPC=ON -DLLAMA_CURL=OFF `
    -DLLAMA_BUILD_COMMON=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_TOOLS=OFF -DLLAMA_BUILD_EXAMPLES=OFF `
    -DLLAMA_BUILD_SERVER=OFF -DLLAMA_BUILD_APP=OFF
cmake --build build\llama --config Release --target llama ggml
& $python packaging\carriers.py --platform win_amd64 --model --sound --llama build\llama\bin\Release
& $python -m build --wheel --no-isolation -o dist .

# Frozen from the wheels alone, as a user would install them.
py -3.12 -m venv build\frozen-env
& build\frozen-env\Scripts\pip install --find-links dist songwright -r packaging\freeze.in
& build\frozen-env\Scripts\pyinstaller --noconfirm --distpath build\packages --workpath build\freeze packaging\songwright.spec
& build\packages\songwright\songwright.exe --self-test
if ($LASTEXITCODE -ne 0) { throw "the self-test failed" }
& "${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe" packaging\windows\songwright.iss
