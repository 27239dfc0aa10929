using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;
using Gantry.Protocols.Schemas;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Says each function's definition as the target takes it: its schema, its strictness, its members.</summary>
internal sealed class ToolDefinitionPass(ToolScope scope) : ITranslationPass
{
    private readonly ToolMembers _members = new(scope);

    /// <summary>Whether the target takes schemas in Google's OpenAPI subset alone.</summary>
    public static bool IsOpenApi(TranslationTarget target) =>
        target.Traits.OpenApiSchemas || ModelId.Bare(target.Model) is var model && (model.StartsWith("gemini-1", StringComparison.Ordinal) || model.StartsWith("gemini-2.0", StringComparison.Ordinal));

    public ChatRequest Fit(ChatRequest request)
    {
        if (request.Tools.Count == 0) return Synthesized(request);
        Tool[]? tools = null;
        bool allStrict = scope.Spoken == Protocol.Gemini;
        for (int i = 0; i < request.Tools.Count; i++)
        {
            var tool = request.Tools[i];
            if (tool.Kind == ToolKind.Hosted) continue;
            allStrict &= tool.Strict == true;
            var fitted = Fit(tool);
            if (ReferenceEquals(fitted, tool)) continue;
            tools ??= [.. request.Tools];
            tools[i] = fitted;
        }

        if (tools is not null) request = request with { Tools = tools };
        return allStrict ? Validated(request) : request;
    }

    private Tool Fit(Tool tool)
    {
        var fitted = _members.Fit(tool);
        return fitted.Kind == ToolKind.Function && !(tool.From == scope.Spoken && scope.Spoken == Protocol.Gemini) ? Schema(fitted) : fitted;
    }

    private Tool Schema(Tool tool)
    {
        var strict = tool.Strict;
        LoweredSchema lowered;
        switch (scope.Spoken)
        {
            case Protocol.Messages:
                if (strict == true)
                {
                    if (scope.Target.Rules.StrictTools)
                    {
                        // Of an attempt that fails nothing is told.
                        var losses = new LossLog();
                        lowered = LoweredSchemas.Lower(tool.Parameters, SchemaTarget.AnthropicStrictTool, losses, (scope, tool), PathOf);
                        if (lowered.Outcome == SchemaOutcome.Lowered)
                        {
                            foreach (var loss in losses.Losses) scope.Losses.Note(loss.Token, loss.Path);
                            return With(tool, lowered, true, isOpenApi: false);
                        }
                    }

                    Unstrict(tool);
                }

                return With(tool, Lower(tool, SchemaTarget.AnthropicTool), null, isOpenApi: false);
            case Protocol.Gemini:
                bool isOpenApi = IsOpenApi(scope.Target);
                return With(tool, Lower(tool, isOpenApi ? SchemaTarget.GeminiTool : SchemaTarget.GeminiJsonTool), null, isOpenApi);
            case Protocol.Converse:
                if (strict == true) Unstrict(tool);
                return With(tool, Lower(tool, SchemaTarget.BedrockTool), null, isOpenApi: false);
            default:
                lowered = Lower(tool, SchemaTarget.OpenAiTool);
                return With(tool, lowered, OpenAiStrict(tool, lowered), isOpenApi: false);
        }
    }

    // To make optional properties required would change what the client gets: a schema is strict as it stands, or not at all.
    private bool? OpenAiStrict(Tool tool, in LoweredSchema lowered)
    {
        // Unsaid, Responses makes the schema strict of itself, and nobody else does.
        if (tool.Strict is null) return scope.Spoken == Protocol.Responses && tool.From != Protocol.Responses ? false : null;
        if (tool.Strict == false || tool.From is Protocol.Chat or Protocol.Responses || SchemaLowering.IsOpenAiStrict(lowered.Schema)) return tool.Strict;
        Unstrict(tool);
        return false;
    }

    private void Unstrict(Tool tool) => scope.Losses.Note("strict_dropped", scope.PathOf(tool) + ".strict");

    private LoweredSchema Lower(Tool tool, SchemaTarget target)
    {
        var lowered = LoweredSchemas.Lower(tool.Parameters, target, scope.Losses, (scope, tool), PathOf);
        if (lowered.Outcome is SchemaOutcome.Lowered or SchemaOutcome.Omitted) return lowered;
        throw new ProtocolException(
            $"{LoweredSchema.TooDeepToken}: the schema of the tool '{tool.Name}' is too deep or too large for {scope.Spoken}; make it flatter or smaller.",
            lowered.Where);
    }

    private static Tool With(Tool tool, in LoweredSchema lowered, bool? strict, bool isOpenApi)
    {
        var schema = lowered.Outcome == SchemaOutcome.Omitted ? default : lowered.Schema;
        bool isSame = tool.Strict == strict && tool.IsOpenApiSchema == isOpenApi && schema.IsAbsent == tool.Parameters.IsAbsent && schema.Memory.Equals(tool.Parameters.Memory);
        return isSame ? tool : tool with { Parameters = schema, Strict = strict, IsOpenApiSchema = isOpenApi };
    }

    private static readonly Func<(ToolScope Scope, Tool Tool), string> PathOf = static of => of.Scope.PathOf(of.Tool) + of.Scope.Source switch
    {
        Protocol.Messages => ".input_schema",
        Protocol.Chat => ".function.parameters",
        _ => ".parameters",
    };

    // The nearest word of Gemini: a switch for the whole request, and no name of its own in the hub.
    private static ChatRequest Validated(ChatRequest request)
    {
        const string mode = "toolConfig.functionCallingConfig.mode";
        if (request.ToolChoice.Kind is not (ToolChoiceKind.Unset or ToolChoiceKind.Auto) || request.Tools.All(tool => tool.Kind == ToolKind.Hosted)) return request;
        if (request.Extras.Any(extra => extra.Name == mode)) return request;
        return request with { Extras = [.. request.Extras, new ExtraMember(Protocol.Gemini, mode, new JsonSlice("\"VALIDATED\""u8.ToArray()))] };
    }

    // Where calls may only stand beside definitions, calls without one get the smallest.
    private ChatRequest Synthesized(ChatRequest request)
    {
        if (scope.Spoken is not (Protocol.Messages or Protocol.Converse)) return request;
        List<Tool>? tools = null;
        foreach (var turn in request.Turns)
        {
            foreach (var part in turn.Parts)
            {
                if (part is not ToolCallPart call || tools?.Exists(tool => tool.Name == call.Name && tool.Namespace == call.Namespace) == true) continue;
                (tools ??= []).Add(new Tool(call.Name) { Namespace = call.Namespace, Parameters = new JsonSlice("{\"type\":\"object\"}"u8.ToArray()), From = scope.Spoken });
            }
        }

        if (tools is null) return request;
        scope.Losses.Note("tools_synthesized", "tools");
        return request with
        {
            Tools = tools,
            ToolChoice = scope.Spoken == Protocol.Messages && request.ToolChoice.Kind is ToolChoiceKind.Unset or ToolChoiceKind.Auto ? new ToolChoice(ToolChoiceKind.None) : request.ToolChoice,
        };
    }
}
