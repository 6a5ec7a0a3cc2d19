; defines t.m::function f
; sites
define i32 @"t.m::function f"(i32 %p0) {
entry:
  %0 = sdiv i32 %p0, 7
  ret i32 %0
}


