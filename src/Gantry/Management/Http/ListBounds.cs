using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>What a list may cost: so many searches a minute, and so long of the database (reliability S-33).</summary>
internal sealed class ListBounds(SearchLimit searches, TimeProvider time)
{
    /// <summary>How long the database may be occupied with a part of a list.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public async Task<ManageAnswer> ServeAsync(ManageEndpoint endpoint, ManageCall call)
    {
        if (!endpoint.IsList) return await endpoint.Serve(call);

        // What has been found is paged through freely.
        if (endpoint.IsSearched && call.Query(ManageFilter.SearchName) is not null && call.Query(ManageFilter.AfterName) is null) searches.Take(call.Caller.AccountId);
        var client = call.Stop;
        using var patience = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(client, patience.Token);
        call.Stop = either.Token;
        try
        {
            return await endpoint.Serve(call);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !client.IsCancellationRequested)
        {
            throw RefusedException.Of(RefusalKind.TooSlow, "too_slow", $"The database did not answer within {Longest.TotalSeconds:0} seconds. Ask for less: a shorter time, a narrower filter.");
        }
    }
}
