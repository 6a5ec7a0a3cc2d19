; defines t.m::function f
; sites
define void @"t.m::function f"() {
entry:
  ret void
}


