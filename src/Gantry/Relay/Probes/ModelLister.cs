using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.ModelLists;
using Gantry.Providers;
using Gantry.Routing;

namespace Gantry.Relay.Probes;

/// <summary>Asks upstreams which models they have, by the same way out as any request: its guard, its proxy, its signature.</summary>
internal sealed class ModelLister(UpstreamClient upstreams, TimeProvider time)
{
    // The longest list known, of a broker with 400 models and a page about each, has less than 1 MiB.
    private const int Longest = 4 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="candidate">Who is asked, with which credential; its model is of no matter.</param>
    /// <param name="most">How many models are read.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task<ModelListing> AskAsync(RouteCandidate candidate, int most, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, patience.Token);
        var upstream = candidate.Deployment.Upstream;
        ProbeFinding? worked = null;
        ProbeFinding? failed = null;
        var models = new List<TakenModel>();
        foreach (var place in ProviderTable.Get(upstream.Provider).ModelLists(upstream))
        {
            if (worked is not null && !place.Adds) continue;
            var (found, told) = await AskAsync(candidate, place, most, either.Token);
            stopping.ThrowIfCancellationRequested();
            models.AddRange(told);
            if (found.Outcome == AttemptOutcome.Served) worked ??= found;
            else failed = found.Without(candidate.Credential?.Secret);
        }

        return new ModelListing((worked ?? failed)!, [.. models.DistinctBy(model => model.Name).Take(most)]);
    }

    private async Task<ModelListing> AskAsync(RouteCandidate candidate, ModelListPlace place, int most, CancellationToken cancellation)
    {
        var answered = false;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, place.Address);
            using var response = await upstreams.SendAsync(new Attempt(1, candidate) { Call = place.Call }, request, cancellation);
            answered = true;
            if (await ProbeAnswer.RefusalAsync(place.Call.Protocol, response, Operation.Models, cancellation) is { } refused) return new ModelListing(refused, []);
            using var body = await ProbeAnswer.BodyAsync(response, Longest, cancellation);
            var status = (int)response.StatusCode;
            return UpstreamModelList.Read(body.Bytes.Span, most) is { } models
                ? new ModelListing(new ProbeFinding(AttemptOutcome.Served) { Status = status }, [.. models])
                : new ModelListing(new ProbeFinding(AttemptOutcome.BadAnswer) { Status = status, Detail = "It answered with something that is no list of models." }, []);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException or OperationCanceledException or SigningException)
        {
            return new ModelListing(ProbeFinding.Of(failure, answered), []);
        }
    }
}
