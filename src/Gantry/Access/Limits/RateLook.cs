using System.Collections.Immutable;
using Gantry.Protocols.Limits;

namespace Gantry.Access.Limits;

/// <summary>What the limits of a request's scopes say of it. Reads, and takes nothing.</summary>
internal static class RateLook
{
    /// <summary>
    /// How many tokens are taken: the prompt, and of the likely answer what a minute has room for beside it. A guess at an answer's length must
    /// not keep out what the limit has room for.
    /// </summary>
    public static long Tokens(in RateAsk ask, long most) => ask.PromptTokens > most ? ask.PromptTokens : Math.Min(ask.PromptTokens + ask.AnswerTokens, most);

    /// <summary>The window that keeps the request out the longest; null where all have room, or may have when other servers are asked.</summary>
    public static RateRefusal? Refusal(TakenShare[] shares, RateClock clock, long now, RateAsking asking, ref List<RateLack>? lacks)
    {
        RateRefusal? met = null;
        var latest = 0L;
        foreach (ref readonly var share in shares.AsSpan())
        {
            if (share.Limit.RequestsPerMinute is { } requests) Meet(share.State, RateKind.RequestsPerMinute, requests, share.State.Requests, 1, ref lacks);
            if (share.Limit.TokensPerMinute is { } tokens && share.Tokens > 0) Meet(share.State, RateKind.TokensPerMinute, tokens, share.State.Tokens, share.Tokens, ref lacks);
        }

        return met is null ? null : met with { Standing = Standing(shares, clock, now) };

        void Meet(ScopeState state, RateKind kind, long most, SlidingWindow window, long asked, ref List<RateLack>? lacks)
        {
            var used = window.Used(now);
            var room = state.Room(kind, most);
            if (used + asked <= room) return;
            if (asking != RateAsking.Nothing && state.ShareOf(kind) is { } own && own.MayAsk(most, used, asked, now))
            {
                (lacks ??= []).Add(new RateLack(own, most, asked));
                return;
            }

            // What others use is free in a minute at the latest.
            var fits = asked > most ? long.MaxValue : asked > room ? now + SlidingWindow.Span : window.FallsTo(room - asked, now);
            if (met is not null && fits <= latest) return;
            latest = fits;
            met = new RateRefusal(state.Scope, kind, most, state.Taken(kind, most, used, now), asked, asked > most ? null : clock.Moment(fits, now), default);
        }
    }

    /// <summary>Of each kind the limit that has the least left.</summary>
    public static RateLimits Standing(TakenShare[] shares, RateClock clock, long now)
    {
        LimitWindow requests = default, tokens = default;
        foreach (ref readonly var share in shares.AsSpan())
        {
            if (share.Limit.RequestsPerMinute is { } most) requests = Tighter(requests, share.State, RateKind.RequestsPerMinute, most, share.State.Requests);
            if (share.Limit.TokensPerMinute is { } longest) tokens = Tighter(tokens, share.State, RateKind.TokensPerMinute, longest, share.State.Tokens);
        }

        return new RateLimits { Requests = requests, Tokens = tokens };

        LimitWindow Tighter(LimitWindow other, ScopeState state, RateKind kind, long limit, SlidingWindow window)
        {
            var left = state.Left(kind, limit, window.Used(now), now);
            return other.Remaining <= left ? other : new LimitWindow(limit, left, clock.Moment(Empties(state, kind, limit, window, now), now));
        }
    }

    /// <summary>How each of the limits stands.</summary>
    public static ImmutableArray<RateStanding> Standings(RateScopes scopes, RateStates states, RateClock clock, long now)
    {
        var standings = ImmutableArray.CreateBuilder<RateStanding>();
        for (var i = 0; i < scopes.Count; i++)
        {
            var limit = scopes[i];
            var state = states.Find(limit.Scope);
            if (limit.RequestsPerMinute is { } requests) Add(RateKind.RequestsPerMinute, requests, state?.Requests);
            if (limit.TokensPerMinute is { } tokens) Add(RateKind.TokensPerMinute, tokens, state?.Tokens);
            if (limit.Concurrent is { } places) standings.Add(new RateStanding(limit.Scope, RateKind.Concurrent, places, state?.Taken(RateKind.Concurrent, places, state.Busy, now) ?? 0, null));

            void Add(RateKind kind, long most, SlidingWindow? window) => standings.Add(new RateStanding(
                limit.Scope, kind, most, window is null ? 0 : state!.Taken(kind, most, window.Used(now), now), clock.Moment(window is null ? now : Empties(state!, kind, most, window, now), now)));
        }

        return standings.ToImmutable();
    }

    // Of what others have taken no more is known than that it is free in a minute at the latest.
    private static long Empties(ScopeState state, RateKind kind, long limit, SlidingWindow window, long now) =>
        window.Used(now) is var used && state.Taken(kind, limit, used, now) > used ? now + SlidingWindow.Span : window.Empties(now);
}
