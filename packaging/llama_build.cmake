# Read by CMake right after llama-cpp-python's own project() (CMAKE_PROJECT_llama_cpp_INCLUDE).
# llama-cpp-python forces this cache entry on; a plain variable of the same name wins over it (CMP0126).
# The library behind it serves llama.cpp's command-line programs, which Songwright never builds.
set(LLAMA_BUILD_COMMON OFF)
