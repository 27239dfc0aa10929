using System.Collections.Concurrent;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Relay.Headers;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>What upstreams refuse to include in the stored responses that clients ask for, so that it is asked for once and not with every retrieval.</summary>
/// <remarks>Clients ask for sealed reasoning by habit, and a vendor refuses the whole retrieval where the model has none. Remembered by deployment and for a
/// while: a refusal speaks of the model. A client that will have nothing dropped gets the refusal.</remarks>
internal sealed class RefusedIncludes(TimeProvider time)
{
    private const int Most = 1_000;
    private const string Parameter = "include";

    private static readonly TimeSpan Memory = TimeSpan.FromHours(6);

    private readonly ConcurrentDictionary<(string Upstream, string Model, string Value), DateTimeOffset> _until = new();

    /// <summary>The query for the upstream, without what it is known to refuse; what is left out is named to the client.</summary>
    public string Query(Exchange exchange, Deployment deployment)
    {
        var query = QueryPolicy.Forward(exchange.Http.Request.QueryString.Value);
        if (query.Length == 0 || _until.IsEmpty || !IsRetrieval(exchange))
        {
            return query;
        }

        var fitting = QueryPolicy.WithoutValues(query, Parameter, value => IsRefused(deployment, value));
        if (fitting.Length < query.Length)
        {
            exchange.Losses = new LossLog();
            exchange.Losses.Note("param_dropped:" + Parameter, Parameter);
            ClientResponse.NameLosses(exchange);
        }

        return fitting;
    }

    /// <summary>Takes note of a refusal.</summary>
    /// <returns>True where it is one of something to include, and the retrieval is worth another try without it.</returns>
    public bool Learn(Exchange exchange, int status, ReadOnlySpan<byte> body)
    {
        if (status != StatusCodes.Status400BadRequest || exchange.Attempt!.Number > 1 || !IsRetrieval(exchange))
        {
            return false;
        }

        var asked = QueryPolicy.Values(QueryPolicy.Forward(exchange.Http.Request.QueryString.Value), Parameter);
        if (asked.Count == 0 || !Blames(UpstreamErrors.Read(Protocol.Responses, status, "application/json", body, _ => null), asked, out var refused))
        {
            return false;
        }

        if (_until.Count >= Most)
        {
            _until.Clear();
        }

        foreach (var value in refused)
        {
            _until[Key(exchange.Attempt.Deployment, value)] = time.GetUtcNow() + Memory;
        }

        return true;
    }

    private static bool IsRetrieval(Exchange exchange) =>
        exchange is { Route.Id: not null, IsStrict: false } && HttpMethods.IsGet(exchange.Http.Request.Method);

    // A vendor names the parameter and perhaps the value; where it does not tell which, all of them are suspect.
    private static bool Blames(UpstreamError error, IReadOnlyList<string> asked, out IReadOnlyList<string> refused)
    {
        refused = [.. asked.Where(value => error.Message.Contains(value, StringComparison.Ordinal))];
        if (refused.Count > 0)
        {
            return true;
        }

        refused = asked;
        return error.Param?.StartsWith(Parameter, StringComparison.Ordinal) == true
            || error.Message.Contains($"'{Parameter}", StringComparison.Ordinal) || error.Message.Contains($"\"{Parameter}", StringComparison.Ordinal);
    }

    private bool IsRefused(Deployment deployment, string value) =>
        _until.TryGetValue(Key(deployment, value), out var until) && time.GetUtcNow() < until;

    private static (string, string, string) Key(Deployment deployment, string value) => (deployment.Upstream.Name, deployment.UpstreamModel, value);
}
