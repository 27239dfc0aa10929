using Gantry.Protocols.Limits;

namespace Gantry.Access.Limits;

/// <summary>What the windows of a request's scopes say of it. Reads, and takes nothing.</summary>
internal static class RateLook
{
    /// <summary>
    /// How many tokens are taken: the prompt, and of the likely answer what a minute has room for beside it. A guess at an answer's length must
    /// not keep out what the limit has room for.
    /// </summary>
    public static long Tokens(in RateAsk ask, long most) => ask.PromptTokens > most ? ask.PromptTokens : Math.Min(ask.PromptTokens + ask.AnswerTokens, most);

    /// <summary>The window that keeps the request out the longest; null where all have room.</summary>
    public static RateRefusal? Refusal(in RateAsk ask, TakenShare[] shares, long now, DateTimeOffset moment)
    {
        RateRefusal? met = null;
        var latest = 0L;
        foreach (ref readonly var share in shares.AsSpan())
        {
            Meet(share, RateKind.RequestsPerMinute, share.Limit.RequestsPerMinute, share.Limit.RequestsPerMinute is null ? null : share.State.Requests, 1);
            if (share.Tokens > 0)
            {
                Meet(share, RateKind.TokensPerMinute, share.Limit.TokensPerMinute, share.State.Tokens, share.Tokens);
            }
        }

        return met is null ? null : met with { Standing = Standing(shares, now, moment) };

        void Meet(in TakenShare share, RateKind kind, long? limit, SlidingWindow? window, long asked)
        {
            if (limit is not { } most || window!.Used(now) is var used && used + asked <= most)
            {
                return;
            }

            var fits = asked > most ? long.MaxValue : window.FallsTo(most - asked, now);
            if (met is null || fits > latest)
            {
                latest = fits;
                met = new RateRefusal(share.Limit.Scope, kind, most, used, asked, asked > most ? null : moment.AddTicks(fits - now), default);
            }
        }
    }

    /// <summary>Of each kind the limit that has the least left.</summary>
    public static RateLimits Standing(TakenShare[] shares, long now, DateTimeOffset moment)
    {
        LimitWindow requests = default, tokens = default;
        foreach (ref readonly var share in shares.AsSpan())
        {
            if (share.Limit.RequestsPerMinute is { } most)
            {
                requests = Tighter(requests, most, share.State.Requests);
            }

            if (share.Limit.TokensPerMinute is { } longest)
            {
                tokens = Tighter(tokens, longest, share.State.Tokens);
            }
        }

        return new RateLimits { Requests = requests, Tokens = tokens };

        LimitWindow Tighter(LimitWindow other, long limit, SlidingWindow window)
        {
            var left = Math.Max(0, limit - window.Used(now));
            return other.Remaining <= left ? other : new LimitWindow(limit, left, moment.AddTicks(window.Empties(now) - now));
        }
    }
}
