using System.Globalization;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Routing.Health;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>Why nobody serves a request, in the words of an error.</summary>
internal static class RouteRefusals
{
    private const int LongestWait = 60; // seconds

    public static GatewayError UnknownModel(string model) => new(
        ErrorKind.ModelNotFound,
        ErrorOrigin.Client,
        model.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma
            ? $"For this API key no upstream '{Shorten(model[..comma].Trim())}' serves a model '{Shorten(model[(comma + 1)..].Trim())}'. UPSTREAM,model asks one upstream for one model; GET /v1/models lists the models of this key."
            : $"The model '{Shorten(model)}' does not exist or this API key has no access to it. GET /v1/models lists the models of this key.")
    {
        Param = "model",
    };

    public static GatewayError NoPrice(Model model) => new(
        ErrorKind.NotConfigured,
        ErrorOrigin.Gateway,
        $"The model '{model.Id}' has no price on this gateway and is not served without one. Its administrator sets it with 'gantry price set {model.Id} …', or says that it is free.")
    {
        Param = "model",
        Code = "price_not_configured",
    };

    public static GatewayError AboveCeiling(Model model, long factorPpm) => new(
        ErrorKind.Forbidden,
        ErrorOrigin.Client,
        $"Every group of this API key that serves '{model.Id}' takes more than {Factor(factorPpm)} times its list price, the most that the key allows (max_price_factor).")
    {
        Param = "model",
        Code = "price_above_ceiling",
    };

    public static GatewayError Closed(Group group, Operation operation) => new(
        ErrorKind.Forbidden,
        ErrorOrigin.Client,
        $"The group '{group.Name}' of this API key does not serve {operation}.")
    {
        Code = "operation_not_allowed",
    };

    public static GatewayError Closed(Group group, Protocol protocol) => new(
        ErrorKind.Forbidden,
        ErrorOrigin.Client,
        $"The group '{group.Name}' of this API key serves {string.Join(", ", group.Protocols!.Order())} and not {protocol}.")
    {
        Code = "protocol_not_allowed",
    };

    public static GatewayError GroupClosed(Group group) => new(
        ErrorKind.Forbidden,
        ErrorOrigin.Client,
        $"The group '{group.Name}' of this API key is closed.{(group.Replacement is { } other ? $" Use the group '{other}'." : "")}{(group.Note.Length > 0 ? $" {group.Note}" : "")}")
    {
        Code = "group_closed",
    };

    public static GatewayError NotServed(string model, RouteRequest request, Deployment offer) => request.Operation == Operation.Embeddings
        ? new GatewayError(ErrorKind.NotFound, ErrorOrigin.Client, $"The model '{Shorten(model)}' is served in {Spoken(offer)}, which has no embeddings. Ask for an embedding model.")
        {
            Param = "model",
            Code = "embeddings_not_served",
        }
        : new GatewayError(
            ErrorKind.NotImplemented,
            ErrorOrigin.Gateway,
            $"The model '{Shorten(model)}' is served in {Spoken(offer)} and not in {request.Protocol}. Ask for it through an endpoint of that protocol.")
        {
            Param = "model",
            Code = "protocol_not_served",
        };

    /// <summary>All of them are out of use for now: at their limits alone (429), or for other reasons as well (503, 529).</summary>
    public static GatewayError Unavailable(string model, List<HealthView> unusable, DateTimeOffset now)
    {
        var soonest = unusable.Min(view => view.NextProbe);
        var wait = soonest is null ? LongestWait : (int)Math.Clamp(Math.Ceiling((soonest.Value - now).TotalSeconds), 1, LongestWait);
        var limited = unusable.TrueForAll(view => view.Cause == HealthCause.RateLimit);
        return new GatewayError(
            limited ? ErrorKind.RateLimited : ErrorKind.Overloaded,
            ErrorOrigin.Upstream,
            limited
                ? $"Every upstream of the model '{Shorten(model)}' is at its limit. Try again in {wait} s."
                : $"No upstream of the model '{Shorten(model)}' is usable right now. Try again in {wait} s.")
        {
            Code = limited ? "upstreams_rate_limited" : "no_upstream_available",
            RetryAfterSeconds = wait,
        };
    }

    /// <summary>A factor of prices for people.</summary>
    public static string Factor(long ppm) => (ppm / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Spoken(Deployment offer) => string.Join(", ", offer.Spoken);

    private static string Shorten(string model) => model.Length <= 200 ? model : $"{model[..200]}…";
}
