namespace Gantry.Billing;

/// <summary>A stretch of a segment: an entry, or bytes that hold none.</summary>
/// <param name="Start">Offset in the segment, in bytes.</param>
/// <param name="End">Offset after it.</param>
/// <param name="Payload">Of kind none for damage, and for an entry whose version is not known here.</param>
/// <param name="Framed">True where length and checksum agree.</param>
internal readonly record struct JournalPiece(int Start, int End, JournalPayload Payload, bool Framed);
