#!/usr/bin/env bash
# Build Songwright.app and a disk image on macOS. Needs Xcode's command line tools, CMake, Ninja and Python 3.12.
# Written with the help of their manuals and not tried yet: see the README. Signing and notarising need an account of
# Apple's; set IDENTITY to sign.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
machine=$(uname -m)
python3.12 packaging/setup_env.py test
python=.venv/bin/python
"$python" -m uv pip install --python "$python" -r packaging/build-tools.lock build pip

"$python" packaging/carriers.py --sources build/sources
cmake -G Ninja -S build/sources/llama-cpp-python/vendor/llama.cpp -B build/llama -DCMAKE_BUILD_TYPE=Release \
    -DBUILD_SHARED_LIBS=ON -DGGML_METAL=ON -DGGML_METAL_EMBED_LIBRARY=ON -DGGML_RPC=ON -DGGML_NATIVE=OFF \
    -DLLAMA_CURL=OFF -DLLAMA_BUILD_COMMON=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_TOOLS=OFF \
    -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_SERVER=OFF -DLLAMA_BUILD_APP=OFF -DCMAKE_PLATFORM_NO_VERSIONED_SONAME=ON \
    -DCMAKE_INSTALL_RPATH=@loader_path -DCMAKE_BUILD_WITH_INSTALL_RPATH=ON
ninja -C build/llama llama ggml
mkdir -p build/llama-libraries && cp build/llama/bin/*.dylib build/llama-libraries/
"$python" packaging/carriers.py --platform "macosx_11_0_$machine" --model --sound --llama build/llama-libraries
"$python" -m build --wheel --no-isolation -o dist .

python3.12 -m venv build/frozen-env
build/frozen-env/bin/pip install --find-links dist songwright -r packaging/freeze.in
build/frozen-env/bin/pyinstaller --noconfirm --distpath build/packages --workpath build/freeze packaging/songwright.spec
build/packages/songwright/songwright --self-test

app=build/packages/Songwright.app/Contents
rm -rf build/packages/Songwright.app
mkdir -p "$app/MacOS" "$app/Resources"
cp -R build/packages/songwright/. "$app/MacOS/"
sed "s/@VERSION@/$version/" packaging/macos/Info.plist >"$app/Info.plist"
[ -z "${IDENTITY:-}" ] || codesign --deep --force --options runtime --sign "$IDENTITY" build/packages/Songwright.app
hdiutil create -volname Songwright -srcfolder build/packages/Songwright.app -ov -format UDZO \
    "dist/Songwright-$version-macos-$machine.dmg"
