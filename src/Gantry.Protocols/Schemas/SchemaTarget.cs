namespace Gantry.Protocols.Schemas;

/// <summary>Where a schema goes: the member of a request and, by that, the dialect that it must be said in.</summary>
public enum SchemaTarget
{
    /// <summary><c>parameters</c> of a function of Chat Completions and Responses.</summary>
    OpenAiTool,

    /// <summary><c>schema</c> of a <c>json_schema</c> format of Chat Completions and Responses; the root must be an object.</summary>
    OpenAiOutput,

    /// <summary><c>input_schema</c> of Messages.</summary>
    AnthropicTool,

    /// <summary><c>input_schema</c> of Messages beside <c>strict: true</c>.</summary>
    AnthropicStrictTool,

    /// <summary><c>output_config.format.schema</c> of Messages: the subset of a strict tool, any root.</summary>
    AnthropicOutput,

    /// <summary><c>parameters</c> of generateContent: the OpenAPI 3.0 subset.</summary>
    GeminiTool,

    /// <summary><c>parametersJsonSchema</c> of generateContent.</summary>
    GeminiJsonTool,

    /// <summary><c>generationConfig.responseSchema</c>: the OpenAPI 3.0 subset, any root.</summary>
    GeminiOutput,

    /// <summary><c>generationConfig.responseJsonSchema</c>, any root.</summary>
    GeminiJsonOutput,

    /// <summary><c>toolSpec.inputSchema.json</c> of Converse: references are resolved.</summary>
    BedrockTool,
}
