using System.Collections.Immutable;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Signals;
using Gantry.Routing.Health;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>One plan in the making. Used once.</summary>
internal sealed class RouteDraft(RouteRequest request, PoolOrder order, HealthLook look, Affinity affinity, RouteTrace? trace)
{
    private readonly ApiKey _key = request.Key;
    private readonly List<RouteCandidate> _kept = new(1);
    private List<RouteCandidate>? _spare;
    private List<(RouteCandidate Candidate, HealthView View)>? _last;
    private List<HealthView>? _unusable;
    private AskedModel _asked;
    private string _model = "";
    private RequestSignals? _signals;
    private FoundSession? _session;
    private bool _offered;
    private (int Weight, GatewayError Error)? _refusal;

    public RoutePlan Plan(DateTimeOffset now)
    {
        _asked = ScenarioChoice.Of(request, ref _signals) is { } route
            ? ModelNames.Find(_key, route.Model) with { Scenario = route.Scenario }
            : ModelNames.Mapped(_key, request.Model);
        _model = IdOf(_asked.Name);
        foreach (var group in Groups())
        {
            if (_offered && !_key.Fallback)
            {
                if (trace is null) break;
                if (Offers(group)) trace.Add(new RouteDrop(DropReason.NoFallback, "an earlier group of the key has the model, and the key does not fall back", group));
                continue;
            }

            Add(group);
        }

        if (_spare is not null) _kept.AddRange(_spare);
        AddLast();
        var plan = _kept.Count > 0 ? RoutePlan.Through([.. _kept])
            : _unusable is not null ? RoutePlan.Refuse(RouteRefusals.Unavailable(_asked.Name, _unusable, now))
            : RoutePlan.Refuse(_refusal?.Error ?? RouteRefusals.UnknownModel(request.Model));
        return plan with { Asked = _asked, Session = _session?.Key };
    }

    /// <summary>Those of <c>auto</c> by what they take for the model, unless the key has an order of its own; where sessions stick, the one that served last before all.</summary>
    private ImmutableArray<Group> Groups()
    {
        if (_key.Auto is not { } auto || _key.Groups.Length < 2) return _key.Groups;
        var groups = auto.IsOrdered ? _key.Groups : [.. _key.Groups.Take(auto.From), .. _key.Groups.Skip(auto.From).OrderBy(FactorOf)];
        return auto.Sticky && Session().Home is { } home && groups.FirstOrDefault(g => g.Name == home.Group) is { } last
            ? [last, .. groups.Where(g => g != last)]
            : groups;
    }

    private long FactorOf(Group group) =>
        group.Offers.TryGetValue(_asked.Name, out var offers) ? offers[0].PriceFactorPpm
        : group.VirtualModels.TryGetValue(_asked.Name, out var virtuals) ? virtuals.Members[0][0].PriceFactorPpm
        : long.MaxValue;

    private void Add(Group group)
    {
        if (!Offers(group))
        {
            trace?.Add(new RouteDrop(DropReason.ModelMissing, $"the group does not offer '{_asked.Name}'", group));
            return;
        }

        if (Refuses(group) is { } reason)
        {
            trace?.Add(new RouteDrop(reason.Reason, reason.Error.Message, group));
            Note(reason.Weight, reason.Error);
            return;
        }

        if (group.Offers.TryGetValue(_asked.Name, out var only) && only.Length == 1 && only[0].Upstream.Credentials.Length <= 1)
        {
            AddOnly(group, only[0]);
            return;
        }

        var some = Some(group);
        if (some is not null && trace is null)
        {
            _offered = true;
            _kept.AddRange(some);
            return;
        }

        var options = Options(group);
        if (options.Count == 0) return;
        _offered = true;
        var several = options.Count > 1 || options[0].Deployment.Upstream.Credentials.Length > 1;
        var (session, home) = several ? Session() : NoSession;
        order.Sort(group, options, session, takesTurn: trace is null);
        var pool = new List<RouteCandidate>(options.Count);
        foreach (var option in options)
        {
            foreach (var credential in order.Credentials(group, option.Deployment, session, takesTurn: trace is null))
                pool.Add(new RouteCandidate(group, option.Deployment, credential));
        }

        if (some is not null) pool = [.. some, .. pool.Except(some)];
        else if (home is { } last && pool.FindIndex(candidate => candidate.Target == last.Target) is > 0 and var at)
        {
            var place = pool[at];
            pool.RemoveAt(at);
            pool.Insert(0, place);
        }

        RoutePool.Admit(pool, look, _kept, _spare ??= [], _last ??= [], _unusable ??= [], trace);
        if (_unusable.Count == 0) _unusable = null;
    }

    /// <summary>Of a large pool those that are asked first; null where it has to be looked at whole: it is not large, or too many of those are out of use.</summary>
    private List<RouteCandidate>? Some(Group group)
    {
        if (_asked.Upstream is not null || GroupIndex.PoolOf(group, _asked.Name) is not { } pool) return null;
        var (session, home) = Session();
        var first = order.First(group, pool.Stages(request.Protocol), session, takesTurn: trace is null);
        if (home is { } last && pool.Find(last.Target) is { } same)
        {
            first.Remove(same);
            first.Insert(0, same);
        }

        first.RemoveAll(candidate => Unfit(candidate.Deployment) is not null || !look(candidate.Target).Admits);
        return first.Count >= RetryBudgets.Most ? first : null;
    }

    // Most pools are one place, and most places are well: nothing is to be ordered there, and no list needed.
    private void AddOnly(Group group, Deployment deployment)
    {
        if (!Fits(group, deployment)) return;
        _offered = true;
        var candidate = new RouteCandidate(group, deployment, deployment.Upstream.Credentials.IsEmpty ? null : deployment.Upstream.Credentials[0]);
        if (look(candidate.Target).Admits)
        {
            _kept.Add(candidate);
            return;
        }

        RoutePool.Admit([candidate], look, _kept, _spare ??= [], _last ??= [], _unusable ??= [], trace);
        if (_unusable.Count == 0) _unusable = null;
    }

    private void AddLast()
    {
        if (_last is null) return;
        if (_kept.Count == 0 && _unusable is null)
        {
            foreach (var (candidate, _) in _last) _kept.Add(candidate with { IsSpare = true });
            return;
        }

        foreach (var (candidate, view) in _last) RoutePool.Drop(candidate, view, _unusable ??= [], trace);
    }

    private bool Offers(Group group) => group.Offers.ContainsKey(_asked.Name) || group.VirtualModels.ContainsKey(_asked.Name);

    private (DropReason Reason, int Weight, GatewayError Error)? Refuses(Group group)
    {
        if (group.Status == Catalog.GroupStatus.Closed) return (DropReason.GroupClosed, 3, RouteRefusals.GroupClosed(group));
        if (group.Operations is { } operations && !operations.Contains(request.Operation)) return (DropReason.Endpoint, 2, RouteRefusals.Closed(group, request.Operation));
        if (group.Protocols is { } protocols && !protocols.Contains(request.Protocol)) return (DropReason.Protocol, 4, RouteRefusals.Closed(group, request.Protocol));
        return null;
    }

    private List<RouteOption> Options(Group group)
    {
        if (group.Offers.TryGetValue(_asked.Name, out var offers))
        {
            // Of many at one upstream alone; where there are none, one of the others says why not.
            if (_asked.Upstream is { } upstream && offers.Length > DeploymentPool.Few && trace is null)
                offers = GroupIndex.Of(group).At(upstream, _asked.Name) is { IsEmpty: false } there ? there : [offers[0]];
            var options = new List<RouteOption>(offers.Length);
            Collect(group, offers, 0, options);
            return options;
        }

        var all = new List<RouteOption>();
        var members = group.VirtualModels[_asked.Name].Members;
        for (var member = 0; member < members.Length; member++) Collect(group, members[member], member, all);
        return all;
    }

    private void Collect(Group group, ImmutableArray<Deployment> offers, int member, List<RouteOption> options)
    {
        foreach (var offer in offers)
        {
            if (Fits(group, offer)) options.Add(new RouteOption(offer, member, Far: !offer.Speaks(request.Protocol)));
        }
    }

    private bool Fits(Group group, Deployment offer)
    {
        if (Unfit(offer) is not { } unfit) return true;
        Note(unfit.Weight, unfit.Error);
        trace?.Add(new RouteDrop(unfit.Reason, unfit.Words, group, offer));
        return false;
    }

    private (DropReason Reason, string Words, int Weight, GatewayError Error)? Unfit(Deployment offer)
    {
        if (_key.Models is { } models && !models.Contains(offer.Model.Id) && !models.Contains(_asked.Name))
            return (DropReason.NotAllowed, "the key is limited to other models", 0, RouteRefusals.UnknownModel(request.Model));
        if (_asked.Upstream is { } upstream && !upstream.Equals(offer.Upstream.Name, StringComparison.OrdinalIgnoreCase))
            return (DropReason.NotAllowed, "another upstream was asked for", 1, RouteRefusals.UnknownModel(request.Model));
        if (!Serves(offer)) return (DropReason.Protocol, "its upstream does not speak what the operation needs", 5, RouteRefusals.NotServed(_asked.Name, request, offer));
        if (request.Operation == Operation.CountTokens) return null;
        if (offer.Price is null) return (DropReason.NoPrice, "it has no price", 7, RouteRefusals.NoPrice(offer.Model));
        return _key.Auto?.MaxPriceFactorPpm is { } most && offer.PriceFactorPpm > most
            ? (DropReason.PriceAboveCeiling, $"it takes {Times(offer.PriceFactorPpm)}, the key allows {Times(most)}", 6, RouteRefusals.AboveCeiling(offer.Model, most))
            : null;
    }

    private static string Times(long ppm) => ppm == long.MaxValue ? "money for what is free" : $"{RouteRefusals.Factor(ppm)} times the list price";

    // Messages and Converse have no word for vectors; what is no conversation is not translated at all.
    private bool Serves(Deployment offer) => request.Operation switch
    {
        Operation.Chat or Operation.CountTokens or Operation.Compact => true,
        Operation.Embeddings => offer.Spoken.Any(p => p is Protocol.Chat or Protocol.Responses or Protocol.Gemini),
        _ => offer.Speaks(request.Protocol),
    };

    // Of several refusals the client hears the one that came nearest to an answer.
    private void Note(int weight, GatewayError error)
    {
        if (_refusal is null || weight > _refusal.Value.Weight) _refusal = (weight, error);
    }

    /// <summary>Looked for once, and only where there is something to choose: bodies are long.</summary>
    private FoundSession Session()
    {
        if (_session is { } known) return known;
        var (signal, key) = FindSession();
        _session = new FoundSession(key, key is { } session ? affinity.Find(session) : null);
        if (trace is not null) (trace.Signal, trace.Home) = (signal, _session.Home);
        return _session;
    }

    private (SessionSignal? Signal, SessionKey? Key) FindSession()
    {
        if (request.Operation is not (Operation.Chat or Operation.CountTokens or Operation.Compact or Operation.Completions)) return default;
        if (request.Session is { } named) return (named, SessionKey.Of(_key.TenantId, _model, named.Value));
        if (request.Body.IsEmpty) return default;
        var signals = _signals ??= RequestSignals.Read(request.Body.Span);
        if (signals.Session is { } session) return (new SessionSignal(signals.SessionMember!, session), SessionKey.Of(_key.TenantId, _model, session));
        var head = SessionKey.OfHead(_key.TenantId, _model, request.Body.Span);
        return (head is null ? null : new SessionSignal(SessionSignal.Head, ""), head);
    }

    // An alias is the same conversation.
    private string IdOf(string name)
    {
        foreach (var group in _key.Groups)
        {
            if (group.Offers.TryGetValue(name, out var offers)) return offers[0].Model.Id;
        }

        return name;
    }

    private static readonly FoundSession NoSession = new(null, null);

    private sealed record FoundSession(SessionKey? Key, SessionHome? Home);
}
