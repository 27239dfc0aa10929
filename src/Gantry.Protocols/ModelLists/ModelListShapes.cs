namespace Gantry.Protocols.ModelLists;

/// <summary>Tells from a request which shape of the models list its sender understands.</summary>
public static class ModelListShapes
{
    /// <summary>Decides for <c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>; under <c>/v1beta</c> and <c>/v1alpha</c> it is always Gemini.</summary>
    /// <param name="anthropicVersion">The header <c>anthropic-version</c> is there.</param>
    /// <param name="anthropicKeyOnly">The key came as <c>x-api-key</c> and there is no bearer.</param>
    /// <param name="googleMarker">One of <c>x-goog-api-key</c>, <c>x-goog-api-client</c> and the parameter <c>key</c> is there.</param>
    /// <param name="clientVersion">The parameter <c>client_version</c> is there.</param>
    public static ModelListShape Choose(bool anthropicVersion, bool anthropicKeyOnly, bool googleMarker, bool clientVersion) =>
        anthropicVersion ? ModelListShape.Anthropic
        : googleMarker ? ModelListShape.Gemini
        : clientVersion ? ModelListShape.Codex
        : anthropicKeyOnly ? ModelListShape.Anthropic
        : ModelListShape.OpenAi;
}
