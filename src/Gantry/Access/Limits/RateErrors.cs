using System.Globalization;
using Gantry.Catalog;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Limits;
using Gantry.Snapshot;

namespace Gantry.Access.Limits;

/// <summary>What a client is told that asks for more than it may, with the figures.</summary>
internal static class RateErrors
{
    // Places become free when requests end, which nobody can foretell.
    private const int RetrySoon = 1;

    /// <summary>The refusal in words. Its code names the limit, such as <c>account_requests_per_minute</c>.</summary>
    public static GatewayError Of(RateRefusal refusal, DateTimeOffset now) => new(ErrorKind.RateLimited, ErrorOrigin.Gateway, Message(refusal, now))
    {
        Code = Code(refusal),
        RetryAfterSeconds = refusal.IsFinal ? null : refusal.FitsAt is { } at ? Durations.WholeSeconds(at - now) : RetrySoon,
        IsFinal = refusal.IsFinal,
    };

    /// <summary>The same for machines, in one header for all protocols.</summary>
    public static KeyValuePair<string, string> Header(RateRefusal refusal) => new("x-gantry-rate-limit", string.Create(
        CultureInfo.InvariantCulture,
        $"{Code(refusal)}; limit={refusal.Limit}; used={refusal.Used}{(refusal.FitsAt is { } at ? $"; resets_at={Instant(at)}" : "")}"));

    public static string Code(RateRefusal refusal) => $"{EnumWords.Of(refusal.Scope.Owner)}_{EnumWords.Of(refusal.Kind)}";

    private static string Message(RateRefusal refusal, DateTimeOffset now)
    {
        var (owner, limit) = (Owner(refusal.Scope), Number(refusal.Limit));
        return refusal.Kind switch
        {
            RateKind.Concurrent when refusal.Waiting > 0 =>
                $"{owner} may have {limit} requests under way at once; {Number(refusal.Used)} are, and {Number(refusal.Waiting)} more wait. Try again when some have ended.",
            RateKind.Concurrent =>
                $"{owner} may have {limit} requests under way at once; {Number(refusal.Used)} are{(refusal.Waited > TimeSpan.Zero ? $", and none has ended within {Durations.Write(refusal.Waited)}" : "")}. Try again when some have ended.",
            RateKind.TokensPerMinute when refusal.IsFinal =>
                $"The prompt has about {Number(refusal.Asked)} tokens; {Lower(owner)} may use {limit} tokens a minute. It can never be served: shorten it, or have the limit raised.",
            RateKind.TokensPerMinute =>
                $"{owner} may use {limit} tokens a minute; {Number(refusal.Used)} are used, and this request takes about {Number(refusal.Asked)}. {Reset(refusal, now)}",
            _ => $"{owner} may make {limit} requests a minute; {Number(refusal.Used)} are made. {Reset(refusal, now)}",
        };
    }

    private static string Reset(RateRefusal refusal, DateTimeOffset now) =>
        refusal.FitsAt is { } at ? $"Please try again in {Durations.WholeSeconds(at - now)}s, at {Instant(at)}." : "";

    private static string Owner(RateScope scope) => scope.Owner switch
    {
        RateOwner.Key => "This API key",
        RateOwner.Account => "This account",
        RateOwner.Group => $"The group '{scope.Id}'",
        RateOwner.Model => $"The model '{scope.Model}' of the group '{scope.Id}'",
        _ => "Your network address",
    };

    private static string Lower(string owner) => char.ToLowerInvariant(owner[0]) + owner[1..];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Whole seconds, rounded up: who waits until then finds room.
    private static string Instant(DateTimeOffset at) => at.AddTicks(TimeSpan.TicksPerSecond - 1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
