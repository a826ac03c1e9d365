// For clang, clang-tidy and libFuzzer on Debian's ITK, which was configured for GNU only: -include this file first.
#if defined(__clang__) && !defined(ITK_COMPILER_DETECTION_H)
#undef __clang__
#pragma push_macro("__GNUC__")
#undef __GNUC__
#define __GNUC__ 12
#include <itk_compiler_detection.h>
#pragma pop_macro("__GNUC__")
#define __clang__ 1
#endif
