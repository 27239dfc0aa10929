namespace Gantry.Nodes;

/// <summary>For the one server of its store: nobody is there to hear.</summary>
internal sealed class SilentBus : INodeBus, IDisposable
{
    public void Say(string word)
    {
        // There is nobody else.
    }

    public IDisposable Listen(Action<string?> heard) => this;

    public void Dispose()
    {
        // Holds nothing.
    }
}
