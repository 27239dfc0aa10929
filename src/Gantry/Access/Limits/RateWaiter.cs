namespace Gantry.Access.Limits;

/// <summary>One request that waits for a place.</summary>
/// <param name="ask">What it takes.</param>
/// <param name="number">In the order in which requests came.</param>
internal sealed class RateWaiter(RateAsk ask, long number)
{
    // Who frees a place must not run on in the request that takes it.
    private readonly TaskCompletionSource<RateEntry> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RateAsk Ask { get; } = ask;

    public long Number { get; } = number;

    /// <summary>In whose queue it waits; null once it does no more.</summary>
    public ScopeState? WaitsFor { get; set; }

    /// <summary>Its place in the line of its account.</summary>
    public LinkedListNode<RateWaiter>? Place { get; set; }

    /// <summary>What has come of it: its end, or shares that it has to ask for, after which it waits on by its number if it must.</summary>
    public Task<RateEntry> Entry => _done.Task;

    public void Complete(in RateEntry entry) => _done.SetResult(entry);
}
