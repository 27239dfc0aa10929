using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting;

/// <summary>One step of a translation: changes the request on its way up, and undoes on the answer what it did to the request.</summary>
/// <remarks>
/// Made for one exchange and used for both ways, so it may remember. Each pass knows one subject and leaves everything else alone; a request that needs
/// no change is returned as it came, because most need none.
/// </remarks>
internal interface ITranslationPass
{
    /// <summary>The request as the target takes it.</summary>
    /// <exception cref="ProtocolException">Nothing that the target takes would mean the same.</exception>
    ChatRequest Fit(ChatRequest request);

    /// <summary>Where the answer goes on its way down: a sink in front of <paramref name="next"/>, or <paramref name="next"/> itself.</summary>
    IStreamSink Answer(IStreamSink next) => next;
}
