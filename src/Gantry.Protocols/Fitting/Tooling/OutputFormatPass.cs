using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;
using Gantry.Protocols.Schemas;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Holds the answer to JSON in the target's own way, by a tool that the model is made to call, or by words.</summary>
internal sealed class OutputFormatPass(ToolScope scope) : ITranslationPass
{
    /// <summary>The tool whose input is the answer.</summary>
    public const string ToolName = "json_output";

    private bool _isTool;
    private bool _isWrapped;

    public ChatRequest Fit(ChatRequest request)
    {
        if (request.OutputFormat is not { } format)
        {
            RefuseOthers(request);
            return request;
        }

        if (format.Schema.IsAbsent) return Object(request);
        return scope.Spoken switch
        {
            Protocol.Gemini => Gemini(request, format),
            Protocol.Messages when scope.Target.Rules.StructuredOutput == StructuredOutputRule.Native => Messages(request, format),
            Protocol.Chat or Protocol.Responses when scope.Target.Rules.StructuredOutput == StructuredOutputRule.Native => OpenAi(request, format),
            _ => Emulated(request, format),
        };
    }

    public IStreamSink Answer(IStreamSink next) => _isTool ? new JsonOutputSink(next, _isWrapped) : next;

    private void RefuseOthers(ChatRequest request)
    {
        if (scope.Source != Protocol.Gemini || scope.Spoken == Protocol.Gemini) return;
        foreach (var extra in request.Extras)
        {
            if (extra.From == Protocol.Gemini && extra.Name == "generationConfig.responseMimeType")
            {
                throw new ProtocolException($"{scope.Spoken} answers in text or JSON only: use text/plain or application/json.", extra.Name);
            }
        }
    }

    private ChatRequest Object(ChatRequest request) => scope.Spoken switch
    {
        Protocol.Chat or Protocol.Responses => request,
        Protocol.Gemini when !IsCrowded(request) => request,
        _ => Told(request, "Respond with a single JSON object and nothing else: no prose, no code fences.", "json_object_best_effort"),
    };

    private ChatRequest OpenAi(ChatRequest request, OutputFormat format)
    {
        string name = ToolNameMap.IsLegal(format.Name, Protocol.Chat) ? format.Name : Clean(format.Name);
        if (scope.Source is Protocol.Chat or Protocol.Responses)
        {
            return name == format.Name ? request : request with { OutputFormat = format with { Name = name } };
        }

        var lowered = Lower(format, SchemaTarget.OpenAiOutput);
        if (lowered.Outcome != SchemaOutcome.Lowered) return Hinted(request, format);
        bool isStrict = SchemaLowering.IsOpenAiStrict(lowered.Schema);
        return request with { OutputFormat = format with { Name = name, Schema = lowered.Schema, Strict = isStrict, IsOpenApiSchema = false } };
    }

    private ChatRequest Messages(ChatRequest request, OutputFormat format)
    {
        if (scope.Source == Protocol.Messages) return request;
        var lowered = Lower(format, SchemaTarget.AnthropicOutput);
        if (lowered.Outcome != SchemaOutcome.Lowered) return Emulated(request, format);
        return request with { OutputFormat = new OutputFormat(lowered.Schema) };
    }

    private ChatRequest Gemini(ChatRequest request, OutputFormat format)
    {
        if (scope.Source == Protocol.Gemini) return request;
        if (IsCrowded(request)) return Hinted(request, format);
        bool isOpenApi = ToolDefinitionPass.IsOpenApi(scope.Target);
        var lowered = Lower(format, isOpenApi ? SchemaTarget.GeminiOutput : SchemaTarget.GeminiJsonOutput);
        if (lowered.Outcome != SchemaOutcome.Lowered) return Hinted(request, format);
        return request with { OutputFormat = new OutputFormat(lowered.Schema) { IsOpenApiSchema = isOpenApi } };
    }

    // Models before Gemini 3 take functions or a form of the answer, not both.
    private bool IsCrowded(ChatRequest request) =>
        !scope.Target.Rules.ToolComboWithSearch && scope.Source != Protocol.Gemini && request.Tools.Any(tool => tool.Kind != ToolKind.Hosted);

    private ChatRequest Emulated(ChatRequest request, OutputFormat format)
    {
        var rules = scope.Target.Rules;
        if (scope.Asked.Tools.Count > 0 || rules.StructuredOutput == StructuredOutputRule.None || rules.ForcedTool == ForcedToolRule.Never) return Hinted(request, format);
        if (Input(format) is not { IsAbsent: false } input) return Hinted(request, format);
        _isTool = true;
        var tool = new Tool(ToolName)
        {
            Description = format.Description ?? JsonText.From("Gives the answer. Call it once, with the whole answer."),
            Parameters = input,
            From = scope.Spoken,
        };
        return request with
        {
            Tools = [.. request.Tools.Where(other => other.Name != ToolName), tool],
            ToolChoice = new ToolChoice(ToolChoiceKind.One) { Names = [ToolName] },
            ParallelToolCalls = scope.Spoken is Protocol.Gemini or Protocol.Converse ? null : false,
            OutputFormat = null,
        };
    }

    // Only an object can be the input of a tool: anything else is put into one.
    private JsonSlice Input(OutputFormat format)
    {
        bool isObject = SchemaLowering.HasObjectRoot(format.Schema);
        var target = scope.Spoken switch
        {
            Protocol.Messages => SchemaTarget.AnthropicTool,
            Protocol.Converse => SchemaTarget.BedrockTool,
            _ => SchemaTarget.OpenAiTool,
        };
        if (isObject) return Lower(format, target).Schema;

        // Inside another schema its references would lead nowhere: this form resolves them.
        var inner = Lower(format, SchemaTarget.AnthropicOutput);
        if (inner.Outcome != SchemaOutcome.Lowered) return default;
        _isWrapped = true;
        return new JsonSlice((byte[])[.. "{\"type\":\"object\",\"properties\":{\"result\":"u8, .. inner.Schema.Span, .. "},\"required\":[\"result\"]}"u8]);
    }

    private ChatRequest Hinted(ChatRequest request, OutputFormat format)
    {
        var hint = JsonText.Join(
            [JsonText.From("Respond with a single JSON value that matches this JSON Schema and nothing else: no prose, no code fences.\n"), ToolArguments.ToText(format.Schema)],
            "");
        return Told(request, hint, "json_schema_best_effort");
    }

    private ChatRequest Told(ChatRequest request, string hint, string token) => Told(request, JsonText.From(hint), token);

    private ChatRequest Told(ChatRequest request, JsonText hint, string token)
    {
        scope.Losses.Note(token, scope.FormatPath);
        return request with { Instructions = [.. request.Instructions, new TextPart(hint)], OutputFormat = null };
    }

    private LoweredSchema Lower(OutputFormat format, SchemaTarget target)
    {
        var lowered = LoweredSchemas.Lower(format.Schema, target, scope.Losses, scope, static scope => scope.FormatPath);
        if (lowered.Outcome != SchemaOutcome.TooDeep) return lowered;
        throw new ProtocolException($"{LoweredSchema.TooDeepToken}: the schema of the answer is too deep or too large for {scope.Spoken}; make it flatter or smaller.", lowered.Where);
    }

    private static string Clean(string name)
    {
        if (name.Length == 0) return "response";
        return ToolNameMap.Create([new ToolName(name)], Protocol.Chat).Wire(name);
    }
}
