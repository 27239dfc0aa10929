using System.Globalization;
using System.Runtime.InteropServices;

namespace Gantry.Hosting;

/// <summary>How the system schedules the threads of the runtime that ask all sockets what has come.</summary>
/// <remarks>
/// Where no processor is free, a thread that is woken interrupts the one that works: for each packet the thread of the sockets takes the processor, hands over one event and sleeps again. Under
/// <c>SCHED_BATCH</c> it waits until whoever works is done or has had its slice, and then finds several events at once. Where a processor is free nothing changes (decision 0046).
/// </remarks>
internal static class SocketThreads
{
    /// <summary>The name the runtime gives them.</summary>
    public const string Name = ".NET Sockets";

    // Of sched.h.
    private const int Other = 0;
    private const int Batch = 3;

    /// <summary>Has the threads of the sockets wait for whoever works. To be called when the server listens: before the first socket there are none.</summary>
    /// <returns>How many were told so: none where the system is not Linux, its C library has no such call, or the process was started with another policy, which stays.</returns>
    public static int GiveWay()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", typeof(SocketThreads).Assembly, DllImportSearchPath.SafeDirectories, out var library)) return 0;
        if (!NativeLibrary.TryGetExport(library, "sched_getscheduler", out var get) || !NativeLibrary.TryGetExport(library, "sched_setscheduler", out var set)) return 0;
        var policyOf = Marshal.GetDelegateForFunctionPointer<GetPolicy>(get);
        var tell = Marshal.GetDelegateForFunctionPointer<SetPolicy>(set);
        var none = 0;
        return Ids().Count(thread => policyOf(thread) == Other && tell(thread, Batch, in none) == 0);
    }

    /// <summary>The system's numbers of the threads that bear the name.</summary>
    public static IEnumerable<int> Ids() => Directory.EnumerateDirectories("/proc/self/task")
        .Where(folder => NameOf(folder) == Name)
        .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));

    private static string? NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd();
        }
        catch (IOException)
        {
            // The thread has ended meanwhile.
            return null;
        }
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetPolicy(int thread);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetPolicy(int thread, int policy, in int priority);
}
