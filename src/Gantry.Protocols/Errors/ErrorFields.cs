using Gantry.Protocols.Limits;

namespace Gantry.Protocols.Errors;

/// <summary>What an error's envelope says, before anything is made of it. The first to name a thing is believed: the reader goes from inside out.</summary>
internal sealed class ErrorFields
{
    private const int FirstError = 400;
    private const int LastError = 599;

    public string? Message { get; private set; }

    public string? Code { get; private set; }

    public string? Type { get; private set; }

    /// <summary>A word that says more than the code: Google's reason, Azure's inner error.</summary>
    public string? Reason { get; private set; }

    public string? Param { get; private set; }

    /// <summary>An HTTP status named in the body.</summary>
    public int? Status { get; private set; }

    public TimeSpan? Retry { get; private set; }

    public long? PromptTokens { get; private set; }

    public long? ContextTokens { get; private set; }

    /// <summary>The envelope says that a moderation has spoken.</summary>
    public bool Moderated { get; set; }

    public void TellMessage(string? text) => Message = Told(Message, text);

    public void TellType(string? text) => Type = Told(Type, text);

    public void TellReason(string? text) => Reason = Told(Reason, text);

    public void TellParam(string? text) => Param = Told(Param, text);

    public void TellRetry(string? text) => Retry ??= Durations.Read(text);

    public void TellPromptTokens(string? text) => PromptTokens ??= long.TryParse(text, out long count) ? count : null;

    public void TellContextTokens(string? text) => ContextTokens ??= long.TryParse(text, out long count) ? count : null;

    /// <summary>A code; a number from 400 to 599 is a status.</summary>
    public void TellCode(string? text)
    {
        TellStatus(text);
        Code = Told(Code, text);
    }

    /// <summary>A status, where it is one.</summary>
    public bool TellStatus(string? text)
    {
        if (!int.TryParse(text, out int status) || status is < FirstError or > LastError) return false;
        Status ??= status;
        return true;
    }

    /// <summary>Puts what was found inside the message in the place of what stood around it.</summary>
    public void Refine(ErrorFields inner)
    {
        if (inner.Message is null) return;
        Message = inner.Message;
        Code = inner.Code ?? Code;
        Type = inner.Type ?? Type;
        Reason = inner.Reason ?? Reason;
        Param = inner.Param ?? Param;
        Status ??= inner.Status;
        Retry = inner.Retry ?? Retry;
        PromptTokens = inner.PromptTokens ?? PromptTokens;
        ContextTokens = inner.ContextTokens ?? ContextTokens;
        Moderated |= inner.Moderated;
    }

    /// <summary>Puts another message in the place of one that says nothing, or too much.</summary>
    public void ReplaceMessage(string text) => Message = text;

    private static string? Told(string? before, string? text) => before ?? (string.IsNullOrWhiteSpace(text) ? null : text);
}
