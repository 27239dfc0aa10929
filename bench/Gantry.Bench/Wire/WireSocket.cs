using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gantry.Bench.Wire;

/// <summary>A socket that never waits.</summary>
internal sealed unsafe class WireSocket : IDisposable
{
    private readonly WireLoop _loop;
    private readonly Socket _socket;
    private bool _writable;

    public WireSocket(WireLoop loop, Socket socket, int slot, bool writable)
    {
        (_loop, _socket, Slot, _writable) = (loop, socket, slot, writable);
        Descriptor = (int)socket.Handle;
    }

    public int Slot { get; }

    public int Descriptor { get; }

    public static WireSocket Connect(WireLoop loop, int port, IWireEnd end)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // It will say when it is writable.
            return loop.Attach(socket, end, writable: true);
        }

        return loop.Attach(socket, end, writable: true);
    }

    /// <returns>How many bytes came; 0 when the other side has ended; -1 when there is nothing now; -2 when it has failed.</returns>
    public int Receive(byte[] into)
    {
        fixed (byte* bytes = into) return Told(Libc.Receive(Descriptor, bytes, into.Length, 0));
    }

    /// <returns>How many bytes were taken; -1 when none can be now; -2 when it has failed.</returns>
    public int Send(ReadOnlySpan<byte> span)
    {
        fixed (byte* bytes = span) return Told(Libc.Send(Descriptor, bytes, span.Length, Libc.NoSignal));
    }

    /// <summary>Whether to be told when it can be written.</summary>
    public void Watch(bool writable)
    {
        if (writable == _writable) return;
        _writable = writable;
        _loop.Watch(this, writable);
    }

    public void Dispose()
    {
        _loop.Leave(this);
        _socket.Dispose();
    }

    private static int Told(nint done) => done >= 0 ? (int)done : Marshal.GetLastPInvokeError() is Libc.Again or Libc.Interrupted ? -1 : -2;
}
