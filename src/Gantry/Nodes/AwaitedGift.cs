namespace Gantry.Nodes;

/// <summary>Waits for another server to give something back, after this was made.</summary>
internal sealed class AwaitedGift : IDisposable
{
    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _listening;

    public AwaitedGift(INodeBus bus, string subject, long own) => _listening = bus.Listen(word =>
    {
        if (word is not null && NodeWords.Given(word, own) == subject) _given.TrySetResult();
    });

    /// <summary>Ends when it is given, or with the patience.</summary>
    public Task WaitAsync(TimeSpan patience, TimeProvider time) => Task.WhenAny(_given.Task, Task.Delay(patience, time));

    public void Dispose() => _listening.Dispose();
}
