using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gantry.Bench.Wire;

/// <summary>Tells which sockets can be read or written: epoll, by level.</summary>
internal sealed unsafe class Poller : IDisposable
{
    private const int Most = 512;

    // The kernel's struct has no gap on x64, and one everywhere else.
    private static readonly int DataAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int Stride = DataAt + 8;

    private readonly byte[] _polled = GC.AllocateUninitializedArray<byte>(Most * Stride, pinned: true);
    private readonly int _poller;

    /// <exception cref="Win32Exception">The system gives none.</exception>
    public Poller()
    {
        _poller = Libc.CreatePoller(0x80000);
        if (_poller < 0) throw new Win32Exception();
    }

    public void Add(int socket, int slot, bool writable) => Control(Libc.Add, socket, slot, writable);

    public void Change(int socket, int slot, bool writable) => Control(Libc.Change, socket, slot, writable);

    /// <returns>How many are ready; none when the time is over.</returns>
    public int Wait(long nanoseconds)
    {
        var time = new Libc.Span { Seconds = (nint)(nanoseconds / 1_000_000_000), Nanoseconds = (nint)(nanoseconds % 1_000_000_000) };
        fixed (byte* polled = _polled)
        {
            int ready = Libc.Wait(_poller, polled, Most, &time, 0);
            return ready >= 0 ? ready : Marshal.GetLastPInvokeError() == Libc.Interrupted ? 0 : throw new Win32Exception();
        }
    }

    public int Slot(int at) => Unsafe.ReadUnaligned<int>(ref _polled[at * Stride + DataAt]);

    public bool CanWrite(int at) => (What(at) & Libc.Writable) != 0;

    /// <summary>It can be read, or has ended or failed, which reading tells.</summary>
    public bool CanRead(int at) => (What(at) & ~Libc.Writable) != 0;

    public void Dispose()
    {
        int closed = Libc.Close(_poller);
        System.Diagnostics.Debug.Assert(closed == 0, "It was open.");
    }

    private uint What(int at) => Unsafe.ReadUnaligned<uint>(ref _polled[at * Stride]);

    private void Control(int what, int socket, int slot, bool writable)
    {
        byte* polled = stackalloc byte[Stride];
        Unsafe.WriteUnaligned(polled, Libc.Readable | (writable ? Libc.Writable : 0));
        Unsafe.WriteUnaligned(polled + DataAt, (long)slot);
        if (Libc.Control(_poller, what, socket, polled) < 0) throw new Win32Exception();
    }
}
