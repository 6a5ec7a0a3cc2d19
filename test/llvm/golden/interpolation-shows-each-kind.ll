; defines t.m::function f
; sites
@"t.m::function f$text0" = private unnamed_addr constant [2 x i8] c"<\00", align 1
@"t.m::function f$text1" = private unnamed_addr constant [2 x i8] c">\00", align 1
define %bolt.string @"t.m::function f"(i32 %p0, i32 %p1, i128 %p2) {
entry:
  %shown = alloca %bolt.string, align 8
  %parts5 = alloca [5 x %bolt.string], align 8
  %p2.2 = alloca i128, align 8
  %p1.1 = alloca i32, align 4
  %p0.0 = alloca i32, align 4
  store i32 %p0, i32* %p0.0, align 4
  store i32 %p1, i32* %p1.1, align 4
  store i128 %p2, i128* %p2.2, align 8
  %0 = getelementptr inbounds [5 x %bolt.string], [5 x %bolt.string]* %parts5, i64 0, i64 0
  store %bolt.string { i64 1, i64 1, i8* getelementptr inbounds ([2 x i8], [2 x i8]* @"t.m::function f$text0", i32 0, i32 0) }, %bolt.string* %0, align 8
  %1 = getelementptr inbounds %bolt.string, %bolt.string* %0, i64 1
  %2 = sext i32 %p0 to i64
  call void @bolt_show_i64(%bolt.string* %1, i64 %2)
  %3 = getelementptr inbounds %bolt.string, %bolt.string* %0, i64 2
  call void @bolt_show_char(%bolt.string* %3, i32 %p1)
  %4 = getelementptr inbounds %bolt.string, %bolt.string* %0, i64 3
  %5 = trunc i128 %p2 to i64
  %6 = lshr i128 %p2, 64
  %7 = trunc i128 %6 to i64
  call void @bolt_show_i128(%bolt.string* %4, i64 %5, i64 %7)
  %8 = getelementptr inbounds %bolt.string, %bolt.string* %0, i64 4
  store %bolt.string { i64 1, i64 1, i8* getelementptr inbounds ([2 x i8], [2 x i8]* @"t.m::function f$text1", i32 0, i32 0) }, %bolt.string* %8, align 8
  call void @bolt_string_concat(%bolt.string* %shown, %bolt.string* %0, i64 5)
  %9 = load %bolt.string, %bolt.string* %shown, align 8
  ret %bolt.string %9
}

declare void @bolt_show_char(%bolt.string*, i32)
declare void @bolt_show_i128(%bolt.string*, i64, i64)
declare void @bolt_show_i64(%bolt.string*, i64)
declare void @bolt_string_concat(%bolt.string*, %bolt.string*, i64)
