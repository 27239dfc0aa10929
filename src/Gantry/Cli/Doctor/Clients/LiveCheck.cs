using Gantry.Catalog;
using Gantry.Cli.Doctor.Findings;
using Gantry.Cli.Verify;
using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;
using Gantry.Contracts.Connect;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Protocols;
using Arrival = Gantry.Contracts.Manage.Arrivals.Arrival;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>Asks the gateway what the client would ask it, with the client's own address, key and model. The last step is one question of a few tokens.</summary>
internal static class LiveCheck
{
    private const int FewTokens = 16;
    private const int MostNear = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task FindAsync(ClientReading reading, CancellationToken cancellation)
    {
        var (root, key) = (reading.Root!, reading.Key!.Value.Trim());
        using var http = CommandHttp.Create(root);
        var asked = new Asked(reading, new GatewayClient(http, root, Patience, reading.Subject.Time), key, root.AbsoluteUri.TrimEnd('/'));
        if (!await ReachAsync(asked, cancellation) || await ModelsAsync(asked, cancellation) is not { } ids) return;
        var served = true;
        foreach (var setting in new[] { reading.Model, reading.SmallModel }.OfType<Setting>()) served &= await ServedAsync(asked, setting, ids, cancellation);
        if (served && (reading.Model?.Value ?? ModelPicker.Pick(reading.Protocol, ids)) is { } model) await QuestionAsync(asked, NameOf(model), cancellation);
    }

    private static async Task<bool> ReachAsync(Asked asked, CancellationToken cancellation)
    {
        var health = await asked.Client.SendAsync(new Call(HttpMethod.Get, "/healthz"), cancellation);
        var (reading, address) = (asked.Reading, asked.Address);
        if (health.TlsFailed)
        {
            reading.Problem("server-tls", "The gateway's certificate is not trusted on this machine.", "Clients refuse the connection.", address,
                ClientReading.Export("NODE_EXTRA_CA_CERTS", "/path/to/the/authority.pem"));
            return false;
        }
        if (health.Status == 0)
        {
            reading.Problem("server-unreachable", "Nothing answers at the address.", health.Broken ?? "Every request fails.", reading.Base!.Where,
                reading.Root!.IsLoopback ? $"gantry serve --urls {reading.Root.GetLeftPart(UriPartial.Authority)}" : $"curl -v {address}/healthz");
            return false;
        }
        if (health.Status != 200)
        {
            reading.Problem("server-other", $"Something answers, but GET /healthz with {health.Status}.", "It is another program, or a gateway that is not ready.", address, $"curl -i {address}/healthz");
            return false;
        }
        if (ClockLook.Judge(health, reading.Subject.Time, address) is { Severity: Severity.Problem } skew)
            reading.Problem("clock", skew.What, "Keys and sign-ins expire too early or too late.", address, OperatingSystem.IsWindows() ? "w32tm /resync" : "sudo timedatectl set-ntp true");
        return true;
    }

    private static async Task<IReadOnlyList<string>?> ModelsAsync(Asked asked, CancellationToken cancellation)
    {
        var dialect = Dialect.Of(asked.Reading.Protocol, "");
        var answer = await asked.Client.SendAsync(dialect.ListModels().WithKeys(new PlacedKey(dialect.UsualKey, asked.Key)), cancellation);
        if (answer.Status == 200)
        {
            return
            [
                .. answer.Json.At("data").Items().Select(model => model.At("id").Text()).OfType<string>(),
                .. answer.Json.At("models").Items().Select(model => model.At("name").Text()?.Replace("models/", "", StringComparison.Ordinal)).OfType<string>(),
            ];
        }
        await RefusedAsync(asked, answer, null, cancellation);
        return null;
    }

    /// <summary>Whether the key has a model; where it has not, that is said, with the name that is nearest or the group that has it.</summary>
    private static async Task<bool> ServedAsync(Asked asked, Setting setting, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var name = NameOf(setting.Value);
        if (ids.Contains(name, StringComparer.Ordinal)) return true;
        // An alias is not listed and is served all the same.
        var dialect = Dialect.Of(asked.Reading.Protocol, name);
        var one = await asked.Client.SendAsync(dialect.ShowModel().WithKeys(new PlacedKey(dialect.UsualKey, asked.Key)), cancellation);
        if (one.Status == 200) return true;
        var pricing = await asked.Client.SendAsync(new Call(HttpMethod.Get, "/api/pricing"), cancellation);
        var group = pricing.Json.At("groups").Items()
            .FirstOrDefault(found => found.At("models").Items().Any(model => model.At("id").Text() == name)).At("name").Text();
        var near = Nearest.Of(name, ids, MostNear);
        var arrival = Arrived(asked.Reading, 404, "model_not_found", name) with { ModelElsewhere = group is not null, NearModels = near };
        var told = Diagnosis.Of(arrival with { Groups = group is null ? [] : [.. Groups(pricing, ids)] }, asked.Reading.Client, asked.Address);
        var id = group is null ? "model-unknown" : "model-other-group";
        asked.Reading.Problem(id, told.What.English, "Requests for it are answered 404.", setting.Where,
            group is not null ? $"gantry key create --account EMAIL --name {asked.Reading.Client.Id} --group {group}"
            : near.Count > 0 ? setting.Line!(near[0])
            : told.Fix!.Value.English);
        return false;
    }

    private static IEnumerable<string> Groups(Answer pricing, IReadOnlyList<string> ids) => pricing.Json.At("groups").Items()
        .Where(group => group.At("models").Items().Any(model => ids.Contains(model.At("id").Text() ?? "", StringComparer.Ordinal)))
        .Select(group => group.At("name").Text()).OfType<string>();

    private static async Task QuestionAsync(Asked asked, string model, CancellationToken cancellation)
    {
        var dialect = Dialect.Of(asked.Reading.Protocol, model);
        var answer = await asked.Client.SendAsync(dialect.Request(dialect.AskLimited("Say OK.", FewTokens), stream: false).WithKeys(new PlacedKey(dialect.UsualKey, asked.Key)), cancellation);
        if (answer.Status == 200)
        {
            asked.Reading.Add(Finding.Fine($"{model} answers.", asked.Address) with { Id = asked.Reading.Client.Id + ".answer" });
            return;
        }
        await RefusedAsync(asked, answer, model, cancellation);
    }

    private static async Task RefusedAsync(Asked asked, Answer answer, string? model, CancellationToken cancellation)
    {
        var reading = asked.Reading;
        var where = reading.Key!.Where;
        if (answer.Status == 401)
        {
            var form = FormOf(asked.Key);
            var told = Diagnosis.Of(Arrived(reading, 401, null, model) with { Key = KeyStanding.Unknown, KeyForm = form }, reading.Client, asked.Address);
            reading.Problem(form is null ? "key-refused" : "key-foreign", form is null ? "The gateway does not know the key: it is mistyped, revoked, expired or from elsewhere." : told.What.English,
                "Every request is refused with 401.", where, $"gantry key create --account EMAIL --name {reading.Client.Id} --group GROUP");
            return;
        }
        var diagnosis = Diagnosis.Of(Arrived(reading, answer.Status, await CodeAsync(asked, answer, model, cancellation), model), reading.Client, asked.Address);
        var (id, fix) = diagnosis.Kind switch
        {
            DiagnosisKind.WalletEmpty => ("wallet-empty", "gantry ledger credit EMAIL 10.00 --reason top-up"),
            DiagnosisKind.CapReached => ("cap-reached", null),
            DiagnosisKind.Network => ("key-network", null),
            DiagnosisKind.OperationForbidden => ("key-operation", null),
            DiagnosisKind.TooMany => ("too-many", null),
            DiagnosisKind.UpstreamFailed => ("upstream-failed", "gantry doctor"),
            _ => ("refused", (string?)null),
        };
        reading.Problem(id, diagnosis.What.English, $"The gateway answered {(answer.Status == 0 ? "nothing" : answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture))}.", model is null ? where : asked.Address, fix ?? diagnosis.Fix!.Value.English);
    }

    // Messages and Gemini have a word for several reasons; Chat has one for each. What was refused costs nothing a second time.
    private static async Task<string?> CodeAsync(Asked asked, Answer answer, string? model, CancellationToken cancellation)
    {
        if (answer.Json.At("error").At("code").Text() is { } told) return told;
        if (answer.Status is >= 500 or 0) return answer.Json.At("error").At("type").Text();
        var chat = Dialect.Of(Protocol.Chat, model ?? "");
        var call = model is null ? chat.ListModels() : chat.Request(chat.AskLimited("Say OK.", FewTokens), stream: false);
        var again = await asked.Client.SendAsync(call.WithKeys(new PlacedKey(chat.UsualKey, asked.Key)), cancellation);
        return again.Status == answer.Status || again.Status is 402 or 403 ? again.Json.At("error").At("code").Text() : null;
    }

    private static Arrival Arrived(ClientReading reading, int status, string? code, string? model) => new()
    {
        At = default,
        Method = "POST",
        Path = "/",
        ServedPath = "/",
        Protocol = reading.Client.Protocols.Contains(Word(reading.Protocol)) ? Word(reading.Protocol) : reading.Client.Protocols[0],
        Key = KeyStanding.Good,
        Model = model,
        Status = status,
        Code = code,
    };

    private static string Word(Protocol protocol) => protocol.ToString().ToLowerInvariant();

    /// <summary>Whose form a key has; null where it may be the gateway's.</summary>
    private static string? FormOf(string key) =>
        key.StartsWith("sk-ant-", StringComparison.Ordinal) ? "anthropic"
        : key.StartsWith("AIza", StringComparison.Ordinal) ? "google"
        : key.StartsWith("sk-proj-", StringComparison.Ordinal) || key.StartsWith("sk-svcacct-", StringComparison.Ordinal) ? "openai"
        : null;

    // Claude Code cuts it off before it asks.
    private static string NameOf(string model) => model.EndsWith("[1m]", StringComparison.Ordinal) ? model[..^4] : model;

    private sealed record Asked(ClientReading Reading, GatewayClient Client, string Key, string Address);
}
