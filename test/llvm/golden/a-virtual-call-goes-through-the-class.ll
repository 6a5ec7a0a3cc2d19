; defines t.m::function f
; sites
define i32 @"t.m::function f"(i8* %p0) {
entry:
  %p0.0 = alloca i8*, align 8
  store i8* %p0, i8** %p0.0, align 8
  %0 = bitcast i8* %p0 to i32 (i8*, i32)***
  %1 = load i32 (i8*, i32)**, i32 (i8*, i32)*** %0, align 8
  %2 = getelementptr inbounds i32 (i8*, i32)*, i32 (i8*, i32)** %1, i64 6
  %3 = load i32 (i8*, i32)*, i32 (i8*, i32)** %2, align 8
  %4 = call i32 %3(i8* %p0, i32 5)
  ret i32 %4
}


