; defines t.m::function f
; sites 1 3
define void @"t.m::function f"(i8* %p0) {
entry:
  %p0.0 = alloca i8*, align 8
  store i8* %p0, i8** %p0.0, align 8
  call void @bolt_lock_shared(i8* %p0, %bolt.site* getelementptr inbounds ([2 x %bolt.site], [2 x %bolt.site]* @"t.m::function f$sites", i64 0, i64 0))
  call void @bolt_unlock_shared(i8* %p0)
  call void @bolt_lock_exclusive(i8* %p0, %bolt.site* getelementptr inbounds ([2 x %bolt.site], [2 x %bolt.site]* @"t.m::function f$sites", i64 0, i64 1))
  call void @bolt_unlock_exclusive(i8* %p0)
  ret void
}

@"t.m::function f$sites" = external constant [2 x %bolt.site]
declare void @bolt_lock_exclusive(i8*, %bolt.site*)
declare void @bolt_lock_shared(i8*, %bolt.site*)
declare void @bolt_unlock_exclusive(i8*)
declare void @bolt_unlock_shared(i8*)
