using System.Text.Json.Nodes;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>What Chat and Responses share: error bodies and the list of models.</summary>
internal static class OpenAiShapes
{
    public static string? ErrorFault(JsonNode? body, ErrorCase mistake)
    {
        var error = body.At("error");
        if (error is not JsonObject) return "the body is not {\"error\":{…}}";
        if (string.IsNullOrWhiteSpace(error.At("message").Text())) return "error.message is missing";
        var type = error.At("type").Text();
        if (string.IsNullOrWhiteSpace(type)) return "error.type is missing";
        var code = error.At("code").Text();
        return mistake switch
        {
            ErrorCase.BadKey when code != "invalid_api_key" && type != "authentication_error" =>
                $"code \"{code}\" and type \"{type}\" do not say invalid_api_key or authentication_error",
            ErrorCase.Malformed when type != "invalid_request_error" => $"type is \"{type}\", expected invalid_request_error",
            _ => null,
        };
    }

    public static string? ListFault(JsonNode? answer)
    {
        if (answer.At("data") is not JsonArray { Count: > 0 } models) return "data is not a filled array";
        return models.Select(ModelFault).FirstOrDefault(fault => fault is not null)
            ?? (answer.At("object").Text() == "list" ? null : "object is not \"list\"");
    }

    public static string? ModelFault(JsonNode? model) =>
        string.IsNullOrEmpty(model.At("id").Text()) ? "a model has no id"
        : model.At("object").Text() != "model" ? $"object of {model.At("id").Text()} is not \"model\""
        : null;
}
