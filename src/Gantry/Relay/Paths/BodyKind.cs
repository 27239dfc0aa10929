namespace Gantry.Relay.Paths;

/// <summary>What body an endpoint takes.</summary>
internal enum BodyKind
{
    /// <summary>A body, if one comes all the same, is not read.</summary>
    None,
    Json,

    /// <summary>A form with files. Some of these endpoints take JSON as well: the request's content type decides.</summary>
    Multipart,
}
