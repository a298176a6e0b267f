#!/usr/bin/env bash
# Compile llama.cpp for every x86-64 processor, and TinySoundFont's binding for Pythons without a wheel of it.
#   native_parts.sh LLAMA_SOURCE TINYSOUNDFONT_SOURCE OUT [PYTHON_INCLUDE=SUFFIX ...]
# Run it on the oldest Linux that is to be served: what is compiled on Debian 12 (glibc 2.36, symbols up to 2.34) runs
# on it and on everything newer. Needs cmake, ninja, g++ and pybind11's headers in PYBIND11_INCLUDE.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")") llama=$1 sound=$2 out=$3
shift 3
build=${BUILD:-$(mktemp -d)}
mkdir -p "$out/llama" "$out/sound"
# First what takes seconds: a fault in it is known before llama.cpp has taken half an hour.
for pair in "$@"; do
    c++ -O2 -fPIC -shared -fvisibility=hidden -std=c++14 -I"${pair%%=*}" -I"$PYBIND11_INCLUDE" \
        "$sound/src/_tinysoundfont/main.cpp" -o "$out/sound/_tinysoundfont.${pair##*=}"
    strip --strip-unneeded "$out/sound/_tinysoundfont.${pair##*=}"
done
# Each processor gets code of its own, chosen when the program starts (GGML_CPU_ALL_VARIANTS); RPC shares a model with
# other machines. Libraries have no version in their names, because a wheel has no links. What llama.cpp calls tools,
# tests and servers is not built.
cmake -G Ninja -S "$llama/vendor/llama.cpp" -B "$build" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=ON \
    -DGGML_NATIVE=OFF -DGGML_BACKEND_DL=ON -DGGML_CPU_ALL_VARIANTS=ON -DGGML_RPC=ON \
    -DLLAMA_CURL=OFF -DLLAMA_BUILD_COMMON=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_TOOLS=OFF \
    -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_SERVER=OFF -DLLAMA_BUILD_APP=OFF \
    -DCMAKE_PLATFORM_NO_VERSIONED_SONAME=ON "-DCMAKE_PROJECT_llama.cpp_INCLUDE=$here/tuning.cmake" \
    "-DCMAKE_INSTALL_RPATH=\$ORIGIN" -DCMAKE_BUILD_WITH_INSTALL_RPATH=ON ${CMAKE_ARGS:-}
ninja -C "$build" ${JOBS:+-j"$JOBS"} llama ggml
for library in "$build"/bin/lib{llama,ggml,ggml-base,ggml-rpc}.so "$build"/bin/libggml-cpu-*.so; do
    install -m 755 -s "$library" "$out/llama/"
done
# OpenMP's own library, which a machine without a compiler need not have.
cp -L "$(c++ -print-file-name=libgomp.so.1)" "$out/llama/"
