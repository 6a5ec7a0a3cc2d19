; defines t.m::function f
; sites
@"t.m::function f$text0" = private unnamed_addr constant [1 x i8] zeroinitializer, align 1
@"t.m::function f$text1" = private unnamed_addr constant [15 x i8] c"%d %d %f %.*s\0A\00", align 1
define void @"t.m::function f"(i8 %p0, i1 %p1, float %p2, %bolt.string %p3) {
entry:
  %p3.3 = alloca %bolt.string, align 8
  %p2.2 = alloca float, align 4
  %p1.1 = alloca i1, align 1
  %p0.0 = alloca i8, align 1
  store i8 %p0, i8* %p0.0, align 1
  store i1 %p1, i1* %p1.1, align 1
  store float %p2, float* %p2.2, align 4
  store %bolt.string %p3, %bolt.string* %p3.3, align 8
  %0 = sext i8 %p0 to i32
  %1 = zext i1 %p1 to i32
  %2 = fpext float %p2 to double
  %3 = extractvalue %bolt.string %p3, 0
  %4 = icmp ult i64 %3, 2147483647
  %5 = select i1 %4, i64 %3, i64 2147483647
  %6 = extractvalue %bolt.string %p3, 2
  %7 = icmp eq i8* %6, null
  %8 = select i1 %7, i8* getelementptr inbounds ([1 x i8], [1 x i8]* @"t.m::function f$text0", i32 0, i32 0), i8* %6
  %9 = trunc i64 %5 to i32
  call void (i8*, ...) @bolt_printf(i8* getelementptr inbounds ([15 x i8], [15 x i8]* @"t.m::function f$text1", i32 0, i32 0), i32 %0, i32 %1, double %2, i32 %9, i8* %8)
  ret void
}

declare void @bolt_printf(i8*, ...)
