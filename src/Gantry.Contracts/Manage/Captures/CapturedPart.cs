namespace Gantry.Contracts.Manage.Captures;

/// <summary>A body as it was kept.</summary>
/// <param name="Bytes">Of the whole body.</param>
/// <param name="Cut">Only its begin was kept.</param>
/// <param name="Text">Null where it is no text.</param>
/// <param name="Base64">Where it is no text.</param>
public sealed record CapturedPart(long Bytes, bool Cut, string? Text, string? Base64);
