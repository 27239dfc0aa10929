using System.Globalization;
using System.Runtime.InteropServices;

namespace Gantry.Hosting;

/// <summary>How Linux shares a processor among the threads of a server.</summary>
/// <remarks>
/// The thread that hears of sockets is woken by each packet, and interrupts the one that works on the packet before: one change of threads and back for each event of a stream, and
/// nothing to do together. Under <c>SCHED_BATCH</c> who is woken waits its turn where the processor has work, for a slice of it at most, and finds several packets then. An idle
/// processor takes it at once as before, and the server's share beside other programs is the same (decision 0046).
/// </remarks>
internal static class NativeScheduling
{
    private const string Threads = "/proc/self/task";

    // Of sched.h.
    private const int Other = 0;
    private const int Batch = 3;

    /// <summary>For all threads of this process, and those they start. A policy that somebody has chosen (<c>chrt</c>, <c>CPUSchedulingPolicy=</c>) stays, and so does the usual one where it may not be changed.</summary>
    public static void LetWorkFinish()
    {
        if (!Directory.Exists(Threads) || !NativeLibrary.TryLoad("libc.so.6", typeof(NativeScheduling).Assembly, DllImportSearchPath.SafeDirectories, out var library)) return;
        if (Find<Policy>(library, "sched_getscheduler") is not { } policy || Find<SetPolicy>(library, "sched_setscheduler") is not { } set) return;
        foreach (var thread in Directory.EnumerateDirectories(Threads).Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)))
        {
            var noPriority = 0;
            if (policy(thread) == Other) _ = set(thread, Batch, ref noPriority);
        }
    }

    private static T? Find<T>(nint library, string name)
        where T : Delegate => NativeLibrary.TryGetExport(library, name, out var address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Policy(int thread);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetPolicy(int thread, int policy, ref int parameters);
}
