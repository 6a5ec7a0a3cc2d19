; defines t.m::function f
; sites
define i32 @"t.m::function f"(i32 %p0) {
entry:
  %p0.0 = alloca i32, align 4
  store i32 %p0, i32* %p0.0, align 4
  %0 = sdiv i32 %p0, 7
  ret i32 %0
}


