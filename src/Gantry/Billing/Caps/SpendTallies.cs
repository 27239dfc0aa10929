using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Gantry.Billing.Pricing;
using Gantry.Nodes;

namespace Gantry.Billing.Caps;

/// <summary>
/// What this run has charged and what its running requests hold, for every key, account, member of a team and group and every kind of window, whether a cap is
/// configured or not: one that comes later counts from the beginning of its window. What other runs have charged is looked up once for each window with a cap.
/// </summary>
/// <remarks>
/// Takes no locks and never waits: every call is made under one lock of the caller. A request counts in the windows that hold its start, to its end.
/// Whoever has spent is never forgotten, because a total cap may be configured later: as many entries as there are keys, accounts, members and groups
/// that this run has served, without their past windows after <see cref="Trim"/>.
/// </remarks>
internal sealed class SpendTallies
{
    private static readonly ImmutableArray<SpendWindow> Windows = [SpendWindow.Total, SpendWindow.Day, SpendWindow.Week, SpendWindow.Month];

    // An exhausted cap must not cost a look into the ledger for each request.
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, ScopeTally> _keys = [];
    private readonly Dictionary<Guid, ScopeTally> _accounts = [];
    private readonly Dictionary<TeamMember, ScopeTally> _members = [];
    private readonly Dictionary<string, ScopeTally> _groups = new(StringComparer.OrdinalIgnoreCase);

    // Where shares have been asked for: what the ledger calls it, and who it is.
    private readonly Dictionary<string, (ScopeTally Scope, WindowTally Tally)> _shared = new(StringComparer.Ordinal);

    /// <summary>Whether other servers spend under the same caps at the same time: they are judged by shares then, and not by what others have charged.</summary>
    public bool IsShared { get; init; }

    /// <summary>What has to be asked for before it can be judged whether this amount may be held; null for nothing.</summary>
    public CapLack? Lacks(in Spender spender, DateTimeOffset startedAt, Money more, DateTimeOffset now)
    {
        if (!IsShared) return Unknown(spender, startedAt) is { } key ? new CapLack(key, null) : null;
        foreach (var cap in Listed(spender.Caps))
            if (LackOf(spender, cap, startedAt, more, now) is { } lack) return lack;
        foreach (var cap in Listed(spender.GroupCaps))
            if (LackOf(spender, cap, startedAt, more, now) is { } lack) return lack;
        return null;
    }

    /// <summary>Grants nothing more out of a share until <see cref="Load(ShareAsk, ShareGrant, DateTimeOffset)"/>.</summary>
    /// <returns>The same, with what is used at this moment.</returns>
    public ShareAsk Freeze(ShareAsk ask)
    {
        var (scope, tally) = _shared[ask.Subject];
        var used = UsedIn(scope, tally);
        if (tally.Share is not null) tally.Share = used;
        return ask with { Used = used.Nanos };
    }

    /// <summary>Brings a share.</summary>
    public void Load(ShareAsk ask, ShareGrant grant, DateTimeOffset now)
    {
        var (_, tally) = _shared[ask.Subject];
        (tally.Share, tally.ShareLimit) = (new Money(grant.Share), new Money(ask.Limit));
        tally.Beside = (new Money(grant.Others), new Money(grant.Gone));
        tally.Short = grant.Granted ? default : (new Money(ask.Need), now + ShortPause);
    }

    /// <summary>Makes a share as small as what is used of it.</summary>
    /// <returns>How small that is; null where nothing is to spare.</returns>
    public long? Spare(string subject)
    {
        if (!_shared.TryGetValue(subject, out var of) || of.Tally.Share is not { } share) return null;
        var used = UsedIn(of.Scope, of.Tally);
        if (used >= share) return null;
        of.Tally.Share = used;
        return used.Nanos;
    }

    /// <summary>Forgets how large a share is: it is asked for again.</summary>
    public void Forget(string subject)
    {
        if (_shared.TryGetValue(subject, out var of)) of.Tally.Share = null;
    }

    /// <summary>The run goes on under another number, because it was taken for dead: what it has charged is another's from now on, its shares are gone.</summary>
    public void Restart()
    {
        foreach (var scope in Scopes) scope.Restart();
    }

    /// <summary>The next sum that has to be loaded before the spender's caps can be judged; null for none.</summary>
    public SpendKey? Unknown(in Spender spender, DateTimeOffset startedAt) => UnknownOf(spender, spender.Caps, startedAt) ?? UnknownOf(spender, spender.GroupCaps, startedAt);

    /// <summary>Brings what other runs have charged. The first answer counts: what they have charged no longer changes.</summary>
    public void Load(SpendKey key, Money spent)
    {
        var scope = key.Scope switch
        {
            SpendScope.Key => Entry(_keys, Guid.Parse(key.Id)),
            SpendScope.Account => Entry(_accounts, Guid.Parse(key.Id)),
            SpendScope.Member => Entry(_members, TeamMember.Parse(key.Id)),
            _ => Entry(_groups, key.Id),
        };
        scope.Load(key.Since, spent);
    }

    /// <summary>Whether one of the caps would be passed if this amount were held: spent + held + amount &gt; limit.</summary>
    /// <returns>Null for no; of several caps the one that stands in the way for longest.</returns>
    /// <exception cref="InvalidOperationException">There is an <see cref="Unknown"/> sum.</exception>
    public CapRefusal? Refuses(in Spender spender, DateTimeOffset startedAt, Money amount)
    {
        CapRefusal? refusal = null;
        foreach (var cap in Listed(spender.Caps)) refusal = Longest(refusal, Refuses(spender, cap, startedAt, amount));
        foreach (var cap in Listed(spender.GroupCaps)) refusal = Longest(refusal, Refuses(spender, cap, startedAt, amount));
        return refusal;
    }

    /// <summary>Counts what a request holds, at its beginning or more of it later. Does not judge. Its windows stay open as long as it holds anything.</summary>
    public void Hold(in Spender spender, DateTimeOffset startedAt, Money amount)
    {
        foreach (var window in Windows)
        {
            Key(spender).At(window, startedAt, spender.Zone).Hold(amount);
            Account(spender).At(window, startedAt, spender.Zone).Hold(amount);
            Member(spender)?.At(window, startedAt, spender.Zone).Hold(amount);
            Group(spender).At(window, startedAt, spender.GroupZone).Hold(amount);
        }
    }

    /// <summary>Ends all that a request holds, and counts what it is charged: also more than was held, where the caller has found <see cref="Room"/> for it.</summary>
    /// <exception cref="InvalidOperationException">More than is held.</exception>
    public void Settle(in Spender spender, DateTimeOffset startedAt, Money held, Money charged)
    {
        foreach (var window in Windows)
        {
            Key(spender).At(window, startedAt, spender.Zone).Settle(held, charged);
            Account(spender).At(window, startedAt, spender.Zone).Settle(held, charged);
            Member(spender)?.At(window, startedAt, spender.Zone).Settle(held, charged);
            Group(spender).At(window, startedAt, spender.GroupZone).Settle(held, charged);
        }
    }

    /// <summary>Takes back a part of what a request of this run was charged. Windows that are past and gone need no correction.</summary>
    public void Refund(in Spender spender, DateTimeOffset startedAt, Money amount)
    {
        foreach (var window in Windows)
        {
            if (Key(spender).Find(window, startedAt, spender.Zone) is { } ofKey) ofKey.Charged -= amount;
            if (Account(spender).Find(window, startedAt, spender.Zone) is { } ofAccount) ofAccount.Charged -= amount;
            if (Member(spender)?.Find(window, startedAt, spender.Zone) is { } ofMember) ofMember.Charged -= amount;
            if (Group(spender).Find(window, startedAt, spender.GroupZone) is { } ofGroup) ofGroup.Charged -= amount;
        }
    }

    /// <summary>As <see cref="Refund"/>, for a request of another run: corrects the sums that have been loaded; one that is loaded later knows already.</summary>
    public void RefundOther(in Spender spender, DateTimeOffset startedAt, Money amount)
    {
        foreach (var window in Windows)
        {
            if (Key(spender).Find(window, startedAt, spender.Zone) is { Base: not null } ofKey) ofKey.Base -= amount;
            if (Account(spender).Find(window, startedAt, spender.Zone) is { Base: not null } ofAccount) ofAccount.Base -= amount;
            if (Member(spender)?.Find(window, startedAt, spender.Zone) is { Base: not null } ofMember) ofMember.Base -= amount;
            if (Group(spender).Find(window, startedAt, spender.GroupZone) is { Base: not null } ofGroup) ofGroup.Base -= amount;
        }
    }

    /// <summary>The most that could still be held under every cap; nothing where a sum is <see cref="Unknown"/>, as much as there is of money where there is no cap.</summary>
    public Money Room(in Spender spender, DateTimeOffset startedAt)
    {
        var room = new Money(long.MaxValue);
        foreach (var cap in Listed(spender.Caps)) room = Money.Min(room, RoomUnder(spender, cap, startedAt));
        foreach (var cap in Listed(spender.GroupCaps)) room = Money.Min(room, RoomUnder(spender, cap, startedAt));
        return room;
    }

    /// <summary>Remembers that a request was refused for a cap.</summary>
    public void NoteRefused(in Spender spender, SpendCap cap, DateTimeOffset startedAt) => Of(spender, cap.Scope).At(cap.Window, startedAt, cap.Zone).Refused = true;

    /// <summary>How far a cap is used up in the window that holds a moment; null where nobody has spent in it in this run.</summary>
    public CapStanding? Standing(SpendCap cap, DateTimeOffset at)
    {
        var scope = cap.Scope switch
        {
            SpendScope.Key => _keys.GetValueOrDefault(Guid.Parse(cap.Id)),
            SpendScope.Account => _accounts.GetValueOrDefault(Guid.Parse(cap.Id)),
            SpendScope.Member => _members.GetValueOrDefault(TeamMember.Parse(cap.Id)),
            _ => _groups.GetValueOrDefault(cap.Id),
        };
        return scope?.Find(cap.Window, at, cap.Zone) is { } tally ? new CapStanding(scope.Of(tally).Charged, tally.Base, tally.Refused) : null;
    }

    /// <summary>Forgets windows that ended more than a day ago and of which nothing is held. Once a day is often enough.</summary>
    /// <returns>How many windows are left.</returns>
    public int Trim(DateTimeOffset now)
    {
        var endedBefore = now.AddDays(-1);
        foreach (var (subject, (_, tally)) in _shared)
            if (tally.Held.IsZero && tally.Span.End < endedBefore) _shared.Remove(subject);
        return Scopes.Sum(scope => scope.Forget(endedBefore));
    }

    private IEnumerable<ScopeTally> Scopes => _keys.Values.Concat(_accounts.Values).Concat(_members.Values).Concat(_groups.Values);

    private CapLack? LackOf(in Spender spender, SpendCap cap, DateTimeOffset startedAt, Money more, DateTimeOffset now)
    {
        var scope = Of(spender, cap.Scope);
        var tally = scope.At(cap.Window, startedAt, cap.Zone);
        var used = UsedIn(scope, tally);
        if (tally.Share is { } share && tally.ShareLimit == cap.Limit)
        {
            if (share - used >= more || used + more > cap.Limit) return null;
            if (now < tally.Short.Until && more >= tally.Short.More) return null;
        }

        var subject = Subject(cap, tally);
        _shared[subject] = (scope, tally);
        return new CapLack(new SpendKey(cap.Scope, cap.Id, tally.Span.Since), new ShareAsk(subject, cap.Limit.Nanos, used.Nanos, more.Nanos) { Ends = tally.Span.ResetsAt });
    }

    private static Money UsedIn(ScopeTally scope, WindowTally tally)
    {
        var (charged, held) = scope.Of(tally);
        return charged + held;
    }

    private static string Subject(SpendCap cap, WindowTally tally) =>
        string.Create(CultureInfo.InvariantCulture, $"cap {cap.Scope} {cap.Window} {tally.Span.Since?.UtcTicks ?? 0} {cap.Id}");

    private SpendKey? UnknownOf(in Spender spender, ImmutableArray<SpendCap> caps, DateTimeOffset startedAt)
    {
        foreach (var cap in Listed(caps))
        {
            var tally = Of(spender, cap.Scope).At(cap.Window, startedAt, cap.Zone);
            if (tally.Base is null) return new SpendKey(cap.Scope, cap.Id, tally.Span.Since);
        }

        return null;
    }

    private CapRefusal? Refuses(in Spender spender, SpendCap cap, DateTimeOffset startedAt, Money amount)
    {
        var scope = Of(spender, cap.Scope);
        var tally = scope.At(cap.Window, startedAt, cap.Zone);
        var (charged, held) = scope.Of(tally);
        if (IsShared) return RefusesShare(cap, tally, charged, held, amount);
        var spent = charged + (tally.Base ?? throw new InvalidOperationException("What other runs have charged is not loaded."));
        return cap.Limit - spent - held >= amount ? null : new CapRefusal(cap, spent, held, amount, tally.Span.ResetsAt);
    }

    private static CapRefusal? RefusesShare(SpendCap cap, WindowTally tally, Money charged, Money held, Money amount)
    {
        var share = Money.Min(tally.Share ?? throw new InvalidOperationException("No share of the cap was taken."), cap.Limit);
        var (others, gone) = tally.Beside;
        // What others may charge is set aside for them.
        return share - charged - held >= amount ? null : new CapRefusal(cap, charged + gone, held + others, amount, tally.Span.ResetsAt);
    }

    private Money RoomUnder(in Spender spender, SpendCap cap, DateTimeOffset startedAt)
    {
        var scope = Of(spender, cap.Scope);
        var tally = scope.At(cap.Window, startedAt, cap.Zone);
        var (charged, held) = scope.Of(tally);
        if (IsShared) return Money.Max(Money.Zero, Money.Min(tally.Share ?? Money.Zero, cap.Limit) - charged - held);
        return tally.Base is { } others ? Money.Max(Money.Zero, cap.Limit - others - charged - held) : Money.Zero;
    }

    private static CapRefusal? Longest(CapRefusal? one, CapRefusal? other)
    {
        if (one is null || other is null) return one ?? other;
        return (other.ResetsAt ?? DateTimeOffset.MaxValue) > (one.ResetsAt ?? DateTimeOffset.MaxValue) ? other : one;
    }

    private ScopeTally Of(in Spender spender, SpendScope scope) => scope switch
    {
        SpendScope.Key => Key(spender),
        SpendScope.Account => Account(spender),
        SpendScope.Member => Member(spender) ?? throw new InvalidOperationException("The key is nobody's in a team, and has a budget all the same."),
        SpendScope.Group => Group(spender),
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "No such scope."),
    };

    private ScopeTally Key(in Spender spender) => Entry(_keys, spender.KeyId);

    private ScopeTally Account(in Spender spender) => Entry(_accounts, spender.AccountId);

    // The key says for good whose it is: a request is settled where it was held.
    private ScopeTally? Member(in Spender spender) => spender.Member is { } member ? Entry(_members, member) : null;

    private ScopeTally Group(in Spender spender) => Entry(_groups, spender.Group);

    private static ScopeTally Entry<TKey>(Dictionary<TKey, ScopeTally> scopes, TKey key)
        where TKey : notnull => CollectionsMarshal.GetValueRefOrAddDefault(scopes, key, out _) ??= new ScopeTally();

    private static ImmutableArray<SpendCap> Listed(ImmutableArray<SpendCap> caps) => caps.IsDefault ? [] : caps;
}
