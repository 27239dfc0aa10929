using System.Runtime.InteropServices;

namespace Gantry.Bench.Wire;

/// <summary>The calls of Linux that one thread over thousands of sockets needs and .NET does not offer.</summary>
internal static unsafe partial class Libc
{
    public const int Add = 1;
    public const int Change = 3;
    public const uint Readable = 1;
    public const uint Writable = 4;

    /// <summary>The error of a call that would have to wait.</summary>
    public const int Again = 11;

    /// <summary>A signal came in between.</summary>
    public const int Interrupted = 4;

    /// <summary>A closed peer is an error and no signal.</summary>
    public const int NoSignal = 0x4000;

    [StructLayout(LayoutKind.Sequential)]
    public struct Span
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreatePoller(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int Control(int poller, int what, int socket, byte* polled);

    /// <summary>Since Linux 5.11 and glibc 2.35: the one that waits for less than a millisecond.</summary>
    [LibraryImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    public static partial int Wait(int poller, byte* polled, int most, Span* time, nint signals);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
