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

    // Not there where /proc is not mounted.
    private const string Tasks = "/proc/self/task";

    // Of sched.h.
    private const int Other = 0;
    private const int Batch = 3;

    /// <summary>Has the threads of the sockets wait for whoever works. To be called when the server listens: before the first socket there are none.</summary>
    /// <returns>How many were told so: none where the system is not Linux, its C library has no such call, or the process was started with another policy, which stays.</returns>
    public static int GiveWay()
    {
        if (CLibrary.Find<GetPolicy>("sched_getscheduler") is not { } policyOf || CLibrary.Find<SetPolicy>("sched_setscheduler") is not { } tell) return 0;
        var none = 0;
        return Ids().Count(thread => policyOf(thread) == Other && tell(thread, Batch, in none) == 0);
    }

    /// <summary>The system's numbers of the threads that bear the name.</summary>
    public static IEnumerable<int> Ids() => (Directory.Exists(Tasks) ? Directory.EnumerateDirectories(Tasks) : [])
        .Where(folder => NameOf(folder) == Name)
        .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));

    private static string? NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd();
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            // The thread has ended meanwhile, or the system hides it.
            return null;
        }
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetPolicy(int thread);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetPolicy(int thread, int policy, in int priority);
}
