; defines t.m::function f
; sites
define void @"t.m::function f"(i32 %p0, double %p1, %bolt.string %p2, i8* %p3, i32 %p4) {
entry:
  %right = alloca %bolt.string, align 8
  %left = alloca %bolt.string, align 8
  %p4.4 = alloca i32, align 4
  %p3.3 = alloca i8*, align 8
  %p2.2 = alloca %bolt.string, align 8
  %p1.1 = alloca double, align 8
  %p0.0 = alloca i32, align 4
  store i32 %p0, i32* %p0.0, align 4
  store double %p1, double* %p1.1, align 8
  store %bolt.string %p2, %bolt.string* %p2.2, align 8
  store i8* %p3, i8** %p3.3, align 8
  store i32 %p4, i32* %p4.4, align 4
  %0 = icmp slt i32 %p0, %p0
  %1 = fcmp olt double %p1, %p1
  store %bolt.string %p2, %bolt.string* %left, align 8
  store %bolt.string %p2, %bolt.string* %right, align 8
  %2 = call i32 @bolt_string_compare(%bolt.string* %left, %bolt.string* %right)
  %3 = icmp slt i32 %2, 0
  %4 = icmp eq i8* %p3, %p3
  %5 = icmp ult i32 %p4, %p4
  %6 = fcmp une double %p1, %p1
  ret void
}

declare i32 @bolt_string_compare(%bolt.string*, %bolt.string*)
