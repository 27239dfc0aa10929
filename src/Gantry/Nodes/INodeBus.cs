namespace Gantry.Nodes;

/// <summary>
/// Short words between the servers of one store. A word may be lost; then everybody who listens is told so. Nothing may depend on a word alone: whoever
/// waits for one looks for itself after a while.
/// </summary>
internal interface INodeBus
{
    /// <summary>Says a word to all servers, this one too. Nobody is told of a failure.</summary>
    /// <param name="word">One of <see cref="NodeWords"/>; some hundred characters at most, and no secret.</param>
    void Say(string word);

    /// <summary>Hears words from now on.</summary>
    /// <param name="heard">Called one after the other, in no particular thread; must be quick. Null for "words may have been lost".</param>
    /// <returns>Ends it.</returns>
    IDisposable Listen(Action<string?> heard);
}
