# Read by CMake after llama.cpp's project(). Its builds for many processors say what each of them can do, but not for which
# one instructions are put in order. Debian 12's compiler does not know Zen 4 and 5, and with its general order the dot
# products of 4-bit weights (four fifths of reading a prompt) take 9 % longer on Zen 5 than in a build for that machine;
# with Haswell's order they take the same time. The other builds cannot be measured here and stay as they are.
cmake_language(DEFER CALL target_compile_options ggml-cpu-zen4 PRIVATE -mtune=haswell)
