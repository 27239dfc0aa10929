using System.Runtime.InteropServices;

namespace Gantry.Hosting;

/// <summary>What the C library keeps for memory that is not managed: that of the compiler, of the database engine, of TLS.</summary>
/// <remarks>
/// glibc gives each thread an arena of its own, up to eight for a processor, and hardly ever gives back what was freed in one. Threads of the pool come and go, each compiles
/// something, and a server that runs for days grows by some megabytes an hour without holding anything (reliability R-50). Hardly anything here asks for such memory on the way of a
/// request, so that two arenas keep nobody waiting. Pieces that are in use keep what lies below them all the same, and it is asked for back from time to time.
/// </remarks>
internal static class NativeMemory
{
    // Of malloc.h; other C libraries have neither the call nor the habit.
    private const int ArenaMax = -8;
    private const int Arenas = 2;

    private static readonly Lazy<Trim?> Trimming = new(() => CLibrary.Find<Trim>("malloc_trim"));

    /// <summary>Bounds them, unless <c>MALLOC_ARENA_MAX</c> says how many there are to be. To be called before there are many threads.</summary>
    public static void Bound(Func<string, string?> environment)
    {
        if (environment("MALLOC_ARENA_MAX") is null) _ = CLibrary.Find<SetOption>("mallopt")?.Invoke(ArenaMax, Arenas);
    }

    /// <summary>Has what is free in the arenas given back to the system, within milliseconds and on another thread. Nothing happens with other C libraries.</summary>
    public static void GiveBack()
    {
        if (Trimming.Value is { } trim) ThreadPool.UnsafeQueueUserWorkItem(static trim => trim(0), trim, preferLocal: false);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetOption(int option, int value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Trim(nuint kept);
}
