using System.Globalization;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Relay.State;

namespace Gantry.Relay;

/// <summary>Answers questions about responses that the gateway keeps itself; those that an upstream keeps are asked for there.</summary>
internal sealed class StoredAnswers(ResponseStates states, ClientResponse client)
{
    /// <returns>False where the response is none of ours.</returns>
    public async ValueTask<bool> TryServeAsync(Exchange exchange, string id, CancellationToken cancellation)
    {
        if (states.Find(exchange.Key!.TenantId, id) is not { } state)
        {
            return false;
        }

        var query = exchange.Http.Request.Query;
        switch (exchange.Http.Request.Method, exchange.Route.Route.Pattern)
        {
            case ("GET", "/responses/{id}") when query["stream"] is ["true"] or ["1"]:
                exchange.Streamed = true;
                var after = long.TryParse(query["starting_after"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
                await client.SendAsync(exchange, ResponseReplay.Write(state.Response, after), cancellation);
                break;
            case ("GET", "/responses/{id}"):
                await client.SendAsync(exchange, state.Response, cancellation);
                break;
            case ("DELETE", _):
                states.Remove(state.AccountId, id);
                await client.SendAsync(exchange, JsonCut.Object([new("id", JsonSplice.Quote(id)), new("object", "\"response\""u8.ToArray()), new("deleted", "true"u8.ToArray())]), cancellation);
                break;
            case (_, "/responses/{id}/input_items"):
                await ListAsync(exchange, state, cancellation);
                break;
            default:
                await client.FailAsync(exchange, NotRunning, cancellation);
                break;
        }

        return true;
    }

    private async ValueTask ListAsync(Exchange exchange, ResponseState state, CancellationToken cancellation)
    {
        var query = exchange.Http.Request.Query;
        var (page, refusal) = InputItemsPage.Read(query["after"].ToString(), query["limit"].ToString(), query["order"].ToString());
        if (refusal is null && page!.Write(state) is { } list)
        {
            await client.SendAsync(exchange, list, cancellation);
            return;
        }

        await client.FailAsync(exchange, refusal ?? NoSuchItem, cancellation);
    }

    private static readonly GatewayError NotRunning =
        new(ErrorKind.InvalidRequest, ErrorOrigin.Client, "Only a response that is made in the background can be cancelled. To stop another, close its connection.") { Param = "response_id" };

    private static readonly GatewayError NoSuchItem =
        new(ErrorKind.InvalidRequest, ErrorOrigin.Client, "No item of this response has the id in 'after'.") { Param = "after" };
}
