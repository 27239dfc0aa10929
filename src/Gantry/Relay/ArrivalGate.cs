using Gantry.Access;
using Gantry.Arrivals;
using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Protocols.Hub;
using Gantry.Relay.Paths;
using Gantry.Routing;
using Gantry.Secrets;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>In front of everything: puts down what arrives, for those who set a client up and watch for its first request (decision 0033).</summary>
internal sealed class ArrivalGate(ArrivalFeed feed, SnapshotHolder snapshots, KeyHasher hasher, TimeProvider time)
{
    private const int LongestShown = 200;

    /// <summary>Middleware.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) => feed.IsWatched ? WatchAsync(http, next) : next(http);

    /// <summary>Puts down what an exchange knows, where somebody watches.</summary>
    public static void Note(Exchange exchange)
    {
        if (exchange.Http.Features.Get<ArrivalNote>() is not { } note) return;
        note.Told = true;
        note.Model = exchange.Model ?? exchange.Route.Model;
        note.Streamed = exchange.WantsStream;
        note.Left = exchange.Outcome == UsageOutcome.ClientLeft;
        note.Completed = exchange.CameWhole || exchange.Joins;
        note.Code = exchange.Error is { } error ? Word(error) : null;
    }

    private async Task WatchAsync(HttpContext http, RequestDelegate next)
    {
        var note = new ArrivalNote();
        http.Features.Set(note);
        var at = time.GetUtcNow();
        if (http.Request.Headers.Upgrade.Count > 0)
        {
            // Such a request ends with its connection, hours later: it is told when it is answered.
            http.Response.OnStarting(() =>
            {
                Tell(http, note, at);
                return Task.CompletedTask;
            });
            await next(http);
            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            Tell(http, note, at);
        }
    }

    private void Tell(HttpContext http, ArrivalNote note, DateTimeOffset at)
    {
        var request = http.Request;
        var snapshot = snapshots.Current;
        var match = RelayRoutes.Match(request.Method, request.Path.Value ?? "", snapshot.Settings.PathBase);
        // Everything else here is no client's: pages, the management API, health.
        if (match is null && !note.IsUnknown) return;

        var presented = PresentedKeys.Read(request);
        List<string> secrets = [];
        List<ApiKey> keys = [];
        for (var i = 0; i < presented.Count; i++)
        {
            secrets.Add(presented[i]);
            if (snapshot.Keys.TryGetValue(hasher.Hash(presented[i]), out var key)) keys.Add(key);
        }

        var served = keys.Find(key => !key.Disabled && (key.ExpiresAt is null || key.ExpiresAt > at));
        var code = note.Code;
        var model = note.Model ?? match?.Model;
        var missing = code == "model_not_found" && served is not null && model is not null;
        var address = http.Connection.RemoteIpAddress;
        feed.Tell(new ArrivalFacts(new Arrival
        {
            At = at,
            Method = request.Method,
            Path = Shown(request.Path.Value ?? "", secrets),
            ServedPath = match is { } found ? Shown("/" + found.Version + found.UpstreamPath(), secrets) : null,
            HealedBase = match?.HealedBase is { } healed ? PublicAddress.Of(snapshot.Settings, request) + healed : null,
            Protocol = match is { } route ? EnumWords.Of(route.Route.Protocol) : null,
            KeyPlaces = Places(request),
            Key = secrets.Count == 0 ? KeyStanding.None : KeyStanding.Unknown,
            KeyForm = secrets.Count == 0 ? null : Form(secrets[0]),
            Model = model is null ? null : Shown(model, secrets),
            NearModels = missing ? Nearest.Of(model!, VisibleModels.Of(served!).Select(visible => visible.Name), 3) : [],
            ModelElsewhere = missing && snapshot.Groups.Values.Any(group => group.Status != GroupStatus.Closed && group.Offers.ContainsKey(model!)),
            Groups = missing ? [.. served!.Groups.Select(group => group.Name)] : [],
            Status = note.Left && !note.Completed ? StatusCodes.Status499ClientClosedRequest : http.Response.StatusCode,
            Code = code,
            Broken = note.Told && !note.Completed && http.Response.StatusCode < 400,
            Streamed = note.Streamed,
            Socket = request.Headers.Upgrade.Count > 0 || http.Features.Get<SocketTurn>() is not null,
            OldHttp = request.Protocol == HttpProtocol.Http10,
            UserAgent = Shown(request.Headers.UserAgent.ToString(), secrets),
        })
        {
            Secrets = secrets,
            Keys = keys,
            Elsewhere = request.Headers.Where(header => !IsPlace(header.Key)).Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())),
            Address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address,
        });
    }

    private static string Word(GatewayError error) => error.Code ?? EnumWords.Of(error.Kind);

    private static List<string> Places(HttpRequest request)
    {
        List<string> places = [.. ((string[])["authorization", "x-api-key", "x-goog-api-key", "api-key"]).Where(name => request.Headers.ContainsKey(name))];
        if (request.QueryString.HasValue && request.Query.ContainsKey("key")) places.Add("query");
        return places;
    }

    private static bool IsPlace(string header) => header.ToUpperInvariant() is "AUTHORIZATION" or "X-API-KEY" or "X-GOOG-API-KEY" or "API-KEY" or "COOKIE";

    private static string? Form(string secret) =>
        secret.StartsWith("sk-ant-", StringComparison.Ordinal) ? "anthropic"
        : secret.StartsWith("sk-proj-", StringComparison.Ordinal) || secret.StartsWith("sk-svcacct-", StringComparison.Ordinal) ? "openai"
        : secret.StartsWith("AIza", StringComparison.Ordinal) ? "google"
        : null;

    // Somebody may have written a key into the path: nothing that begins like one is shown.
    private static string Shown(string text, List<string> secrets)
    {
        text = secrets.Where(secret => secret.Length > 3).Aggregate(text, (current, secret) => current.Replace(secret, "…", StringComparison.Ordinal));
        text = string.Join('/', text.Split('/').Select(part => part.StartsWith("sk-", StringComparison.Ordinal) || part.StartsWith("AIza", StringComparison.Ordinal) ? "…" : part));
        text = string.Concat(text.Where(letter => !char.IsControl(letter)));
        return text.Length > LongestShown ? text[..LongestShown] + "…" : text;
    }
}
