using System.Text;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Faults;
using Gantry.Simulator.Prompts;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scenarios;
using Gantry.Simulator.Scripts;
using Gantry.Simulator.Strictness;
using Microsoft.AspNetCore.Http;

namespace Gantry.Simulator;

/// <summary>Chooses what to serve: by address, key, body, script and model name, in this order.</summary>
internal sealed class Replies(SimulatorOptions options, ScriptQueue scripts)
{
    private const string ScriptHeader = "x-simulator-script";

    private static readonly Dictionary<Protocol, IDialect> Dialects = new IDialect[]
    {
        new Chat.Dialect(), new Responses.Dialect(), new Messages.Dialect(), new Gemini.Dialect(), new Converse.Dialect(),
    }.ToDictionary(dialect => dialect.Protocol);

    private static readonly Bedrock.Dialect Invoke = new();

    private readonly ChatReplies _chat = new(options);

    public async Task<(Reply Reply, Pace Pace, Cut Cut)> ChooseAsync(HttpContext context, RecordedExchange exchange, byte[] body)
    {
        var request = context.Request;
        if (request.Method == "GET" && request.Path == "/v1/responses") return Plain(new Reply { Status = StatusCodes.Status426UpgradeRequired });
        if (options.Tokens is { } desk && request.Method == "POST" && request.Path == Vertex.TokenDesk.Path) return Plain(desk.Reply(body));
        if (Route.Find(request.Method, request.Path.Value ?? "") is not { } route) return Plain(Unknown(request));

        var protocol = route.Operation == Operation.Models ? ModelsProtocol(route, request) : route.Protocol;
        var dialect = route.Operation == Operation.Completions ? new Completions.Dialect() : route.Invoke ? Invoke : Dialects[protocol];
        var ids = new Ids(options.Seed, exchange.Sequence, protocol) { HasOddSigns = route is { IsVertex: true, Protocol: Protocol.Chat } };
        // Vertex refuses in Google's words what no model has seen.
        var front = route.IsVertex ? Dialects[Protocol.Gemini] : dialect;
        exchange.Protocol = protocol;
        exchange.Operation = route.Operation;
        if (route.IsVertex && Vertex.Front.Refuses(options, request) is { } refused) return Plain(Refuse(front, refused, ids));
        if (!route.IsVertex && KeyCheck.Refuses(options, protocol, request, body) is { } kind) return Plain(Refuse(dialect, new Refusal(kind, ""), ids));
        if (route.Operation == Operation.Models) return Plain(Models.ModelsReply.Of(protocol, route.Id));
        if (route.Operation == Operation.StoredResponse) return Plain(_chat.Stored.Reply(request.Method, route.Id!, route.Action, request.Query["include"]));

        try
        {
            var form = request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true ? await FormBody.ReadAsync(request, body) : null;
            var json = form is null ? Parse(body) : default;
            var model = Uri.UnescapeDataString(route.Model ?? (form is null ? json.Text("model") : form["model"].ToString()) ?? "");
            exchange.Model = model;
            var script = scripts.Take(model, request.Headers[ScriptHeader]);
            if (script?.Replay is { } replay) return Replayed(replay);
            if (ModelName.Parse(script?.As ?? model) is not { } scenario) return Plain(Refuse(front, Refusal.ModelNotFound(model), ids));
            if (script?.Text is { } text) scenario = scenario with { Text = text };
            if (script?.RetryAfter is { } after) scenario = scenario with { Fault = scenario.Fault with { RetryAfter = after } };
            var pace = new Pace(scenario.FirstByte, scenario.FirstEvent, scenario.Interval);
            if (scenario.Fault.Kind == FaultKind.Status) return (Failed(front, scenario.Fault, ids), pace, Cut.None);

            if (route is { Invoke: true, Operation: Operation.CountTokens })
            {
                body = Bedrock.InvokeRules.Counted(model, json);
                json = Parse(body);
            }

            if (route.Invoke) Bedrock.InvokeRules.Check(request, json, options.Strict);
            else if (route.IsVertex) json = Vertex.Front.Admit(route, json, request);
            else Vendor.Check(protocol, route.Operation, request, json);
            if (options.Strict && route.Operation == Operation.Chat) StrictRules.Check(protocol, model, json);
            var source = new PromptSource(json, body.Length)
            {
                Model = model,
                Stream = route.Stream,
                JsonArray = route.Stream && protocol == Protocol.Gemini && request.Query["alt"] != "sse",
            };
            var (reply, cut) = route.Operation is Operation.Chat or Operation.Completions or Operation.CountTokens or Operation.Compact
                ? _chat.Reply(dialect, route.Operation, source, scenario, ids, exchange)
                : OneShotReplies.Reply(route, new Asked(model, json, form, body.Length, scenario, ids, options.Time.GetUtcNow().ToUnixTimeSeconds()));
            return (reply with { Headers = [.. reply.Headers, .. dialect.Headers(ids)] }, pace, cut);
        }
        catch (BadPromptException bad)
        {
            return Plain(Refuse(dialect, new Refusal(RefusalKind.BadRequest, bad.Message) { Param = bad.Param }, ids));
        }
    }

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            var json = JsonElement.Parse(body);
            return json.ValueKind == JsonValueKind.Object ? json : throw new BadPromptException("The body is no JSON object.");
        }
        catch (JsonException)
        {
            throw new BadPromptException("We could not parse the JSON body of your request.");
        }
    }

    private static Protocol ModelsProtocol(Route route, HttpRequest request)
    {
        if (route.Protocol == Protocol.Gemini) return Protocol.Gemini;
        if (request.Headers.ContainsKey("anthropic-version")) return Protocol.Messages;
        var google = request.Headers.ContainsKey("x-goog-api-key") || request.Headers.ContainsKey("x-goog-api-client") || request.Query.ContainsKey("key");
        return google ? Protocol.Gemini : Protocol.Chat;
    }

    private static Reply Unknown(HttpRequest request) => new()
    {
        Status = StatusCodes.Status404NotFound,
        ContentType = "application/json",
        Body = Encoding.UTF8.GetBytes(Chat.ErrorBody.Write(
            new Refusal(RefusalKind.BadRequest, $"Unknown request URL: {request.Method} {request.Path}. Please check the URL for typos.")).Body),
    };

    private static Reply Refuse(IDialect dialect, Refusal refusal, Ids ids)
    {
        var (status, body) = dialect.Error(refusal, ids);
        var headers = dialect.Headers(ids).ToList();
        if (dialect is Converse.Dialect or Bedrock.Dialect) headers.Add(("x-amzn-errortype", Converse.ErrorBody.HeaderType(refusal.Kind)));
        if (dialect is Messages.Dialect && status < 429) headers.Add(("x-should-retry", "false"));
        return new Reply { Status = status, ContentType = "application/json", Headers = headers, Body = Encoding.UTF8.GetBytes(body) };
    }

    private Reply Failed(IDialect dialect, Fault fault, Ids ids)
    {
        var reply = Refuse(dialect, Refusal.Of(fault.Status), ids);
        if (fault.RetryAfter is not { } after) return reply;
        if (after.StartsWith("date+", StringComparison.Ordinal)) after = options.Time.GetUtcNow().AddSeconds(int.Parse(after.AsSpan(5))).ToString("R");
        return reply with { Headers = [.. reply.Headers, ("retry-after", after)] };
    }

    private static (Reply, Pace, Cut) Plain(Reply reply) => (reply, default, Cut.None);

    private static (Reply, Pace, Cut) Replayed(ReplayScript script) =>
        (ReplayReply.Of(script), new Pace(TimeSpan.Zero, TimeSpan.Zero, script.Interval), Cut.None);
}
