using System.Runtime.CompilerServices;
using Gantry.Snapshot;

namespace Gantry.Access.Limits;

/// <summary>The limits that hold for one request: its key's, its account's, its group's, its model's. A value, so that a request without limits costs nothing.</summary>
internal struct RateScopes
{
    private Slots _slots;

    public int Count { get; private set; }

    public readonly RateLimit this[int index] => _slots[index]!;

    /// <summary>The limits of what needs no group.</summary>
    public static RateScopes Of(ApiKey key)
    {
        var scopes = default(RateScopes);
        scopes.Add(key.RateLimit);
        scopes.Add(key.AccountRateLimit);
        return scopes;
    }

    /// <summary>The limits of a request for a model through a group.</summary>
    public static RateScopes Of(ApiKey key, Group group, Model model)
    {
        var scopes = Of(key);
        scopes.AddGroup(group, model);
        return scopes;
    }

    /// <summary>The limits that a request meets besides when it moves to a group.</summary>
    public static RateScopes Of(Group group, Model model)
    {
        var scopes = default(RateScopes);
        scopes.AddGroup(group, model);
        return scopes;
    }

    public static RateScopes Of(RateLimit limit)
    {
        var scopes = default(RateScopes);
        scopes.Add(limit);
        return scopes;
    }

    /// <summary>Whether any of them counts tokens.</summary>
    public readonly bool CountTokens()
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].TokensPerMinute is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many places a scope has; none where it is not among these, or has no such limit.</summary>
    public readonly long PlacesOf(RateScope scope)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].Scope == scope) return this[i].Concurrent ?? 0;
        }

        return 0;
    }

    private void AddGroup(Group group, Model model)
    {
        Add(group.RateLimit);
        if (group.ModelRateLimits.Count > 0 && group.ModelRateLimits.TryGetValue(model.Id, out var limit))
        {
            Add(limit);
        }
    }

    private void Add(RateLimit? limit)
    {
        if (limit is not null)
        {
            _slots[Count++] = limit;
        }
    }

    [InlineArray(Most)]
    private struct Slots
    {
        public const int Most = 4;
        private RateLimit? _first;
    }
}
