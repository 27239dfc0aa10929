using System.Net.Sockets;

namespace Gantry.Bench.Wire;

/// <summary>One thread that serves all sockets of a run: those of the clients and those of the scripted provider.</summary>
/// <remarks>Both ends on one thread cost no switch between two. Nothing here allocates once its connections stand, so that a collection of this process
/// is in no figure, and what a gateway in the same process allocates is all that is allocated.</remarks>
internal sealed class WireLoop : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly Poller _poller = new();
    private readonly List<IWireEnd?> _ends = [];
    private readonly Stack<int> _free = new();
    private readonly List<int> _left = [];

    /// <summary>What is read goes here, one socket at a time.</summary>
    public byte[] Incoming { get; } = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);

    /// <summary>Where an end writes down what it is going to send.</summary>
    public byte[] Outgoing { get; } = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);

    public WireSocket Attach(Socket socket, IWireEnd end, bool writable)
    {
        if (!_free.TryPop(out int slot))
        {
            slot = _ends.Count;
            _ends.Add(null);
        }

        _ends[slot] = end;
        var attached = new WireSocket(this, socket, slot, writable);
        _poller.Add(attached.Descriptor, slot, writable);
        return attached;
    }

    public void Watch(WireSocket socket, bool writable) => _poller.Change(socket.Descriptor, socket.Slot, writable);

    /// <summary>The slot goes to another socket in the next turn at the earliest: this one may have something to say about it still.</summary>
    public void Leave(WireSocket socket)
    {
        _ends[socket.Slot] = null;
        _left.Add(socket.Slot);
    }

    /// <summary>Waits until a socket is ready, or the time is over, and serves what is ready.</summary>
    public void Turn(long nanoseconds)
    {
        int ready = _poller.Wait(Math.Max(0, nanoseconds));
        for (int at = 0; at < ready; at++) _ends[_poller.Slot(at)]?.Ready(_poller.CanRead(at), _poller.CanWrite(at));
        foreach (int slot in _left) _free.Push(slot);
        _left.Clear();
    }

    public void Dispose() => _poller.Dispose();
}
