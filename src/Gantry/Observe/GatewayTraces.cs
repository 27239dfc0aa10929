using System.Diagnostics;

namespace Gantry.Observe;

/// <summary>Begins the gateway's spans. Where nobody listens there are none, and asking costs a field.</summary>
internal sealed class GatewayTraces(TraceTerms terms) : IDisposable
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    private readonly ActivitySource _source = new(TelemetryNames.Source);

    /// <summary>The id of the trace that the code runs in and that is recorded; null for none.</summary>
    public static ActivityTraceId? Current => Activity.Current is { Recorded: true, Source.Name: TelemetryNames.Source } span ? span.TraceId : null;

    /// <summary>Begins the span of a client's request.</summary>
    /// <param name="name">Its name, which has few values.</param>
    /// <param name="client">The client's <c>traceparent</c>; null or nonsense for none.</param>
    /// <returns>Null where nobody listens.</returns>
    public Activity? Begin(string name, string? client)
    {
        if (!_source.HasListeners()) return null;
        // The web server has begun an activity with the ids that the client chose: it is no parent of ours.
        Activity.Current = null;
        // Its state is the client's free text, and stays behind.
        if (terms.Clients == ClientTraces.Ignore || !ActivityContext.TryParse(client, null, isRemote: true, out var theirs)) return _source.StartActivity(name, ActivityKind.Server);
        return terms.Clients == ClientTraces.Parent
            ? _source.StartActivity(name, ActivityKind.Server, theirs)
            : _source.StartActivity(ActivityKind.Server, parentContext: default, links: [new ActivityLink(theirs)], name: name);
    }

    /// <summary>Begins the span of one attempt.</summary>
    /// <param name="request">The span of its request.</param>
    /// <param name="name">Its name, which has few values.</param>
    public Activity? BeginAttempt(Activity request, string name) => _source.StartActivity(name, ActivityKind.Client, request.Context);

    /// <summary>Tells an upstream the trace, where it is one that is told. What the client has sent on is replaced then: nobody has two parents.</summary>
    public void PassOn(Activity? attempt, string upstream, HttpRequestMessage message)
    {
        if (attempt is null || !terms.Tells(upstream)) return;
        message.Headers.Remove(TraceParent);
        message.Headers.Remove(TraceState);
        message.Headers.TryAddWithoutValidation(TraceParent, attempt.Id);
    }

    public void Dispose() => _source.Dispose();
}
