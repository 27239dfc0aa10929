using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Gantry.Relay;

/// <summary>Awaited, it goes on at one of the threads that unpack, after everybody else who waits for one (reliability S-34).</summary>
/// <remarks>
/// They are half as many as there are processors, so that a flood of packed bodies leaves the other half, and every thread of the pool, to everybody else.
/// One body is unpacked as far as its bytes have come before the next: two hundred that grow at once are memory, and then collections that stop everybody.
/// A thread is held while there is something to compute, never while bytes of a client are waited for: slow uploads keep nobody out.
/// </remarks>
internal readonly struct UnpackTurn : ICriticalNotifyCompletion
{
    private static readonly BlockingCollection<Action> Waiting = Begin();

    public bool IsCompleted => false;

    public UnpackTurn GetAwaiter() => this;

    public void GetResult()
    {
        // There is nothing to tell.
    }

    public void OnCompleted(Action continuation) => Waiting.Add(continuation);

    public void UnsafeOnCompleted(Action continuation) => Waiting.Add(continuation);

    private static BlockingCollection<Action> Begin()
    {
        var waiting = new BlockingCollection<Action>();
        for (var i = 0; i < Math.Max(1, Environment.ProcessorCount / 2); i++)
        {
            new Thread(() => Work(waiting)) { IsBackground = true, Name = "Unpack" }.Start();
        }

        return waiting;
    }

    private static void Work(BlockingCollection<Action> waiting)
    {
        foreach (var go in waiting.GetConsumingEnumerable()) go();
    }
}
