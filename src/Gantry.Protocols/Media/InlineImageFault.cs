namespace Gantry.Protocols.Media;

/// <summary>A picture in a request that is too large.</summary>
/// <param name="Field">Where it stands, as in <c>messages[0].content[1].image_url.url</c>.</param>
/// <param name="Message">One sentence for the caller. Quotes nothing of the picture.</param>
public sealed record InlineImageFault(string Field, string Message);
