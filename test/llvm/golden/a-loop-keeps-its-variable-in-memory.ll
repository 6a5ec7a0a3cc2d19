; defines t.m::function f
; sites
define i32 @"t.m::function f"(i32 %p0) {
entry:
  %i.1 = alloca i32, align 4
  %p0.0 = alloca i32, align 4
  store i32 %p0, i32* %p0.0, align 4
  store i32 0, i32* %i.1, align 4
  br label %b1

b1:
  %0 = load i32, i32* %i.1, align 4
  %1 = icmp slt i32 %0, %p0
  br i1 %1, label %b2, label %b3

b2:
  %2 = load i32, i32* %i.1, align 4
  %3 = add i32 %2, 1
  store i32 %3, i32* %i.1, align 4
  br label %b1

b3:
  %4 = load i32, i32* %i.1, align 4
  ret i32 %4
}


