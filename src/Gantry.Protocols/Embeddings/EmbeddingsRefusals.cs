using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Embeddings;

/// <summary>Why a request for vectors cannot be translated.</summary>
internal static class EmbeddingsRefusals
{
    public static GatewayError NotAnObject() => Invalid("The body is not a JSON object.", null);

    public static GatewayError Input() => Invalid("Give 'input' a text or a list of texts.", "input");

    public static GatewayError Tokens() =>
        Invalid("This model's upstream speaks Gemini, which takes texts only. Send 'input' as text instead of token numbers.", "input");

    public static GatewayError Encoding() => Invalid("'encoding_format' is \"float\" or \"base64\".", "encoding_format");

    public static GatewayError Dimensions(string param) => Invalid($"'{param}' is a whole number of at least 1.", param);

    public static GatewayError Content(string path) => Invalid($"'{path}' has no text. This model's upstream speaks OpenAI's protocol, which embeds texts only.", path);

    public static GatewayError Mixed(string path) =>
        Invalid($"'{path}' differs between the requests of the batch. This model's upstream speaks OpenAI's protocol, which takes one for all.", path);

    public static GatewayError Empty() => Invalid("Give 'requests' at least one request.", "requests");

    private static GatewayError Invalid(string message, string? param) => new(ErrorKind.InvalidRequest, ErrorOrigin.Client, message) { Param = param };
}
