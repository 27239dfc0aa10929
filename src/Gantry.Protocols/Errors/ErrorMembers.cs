using System.Text.Json;

namespace Gantry.Protocols.Errors;

/// <summary>The plain members of an error, under all the names that vendors give them.</summary>
internal static class ErrorMembers
{
    public static void Read(JsonProperty member, ErrorFields fields)
    {
        if (JsonTexts.Scalar(member.Value) is not { } text) return;
        switch (JsonTexts.Name(member))
        {
            case "message" or "Message" or "msg" or "error_message" or "errorMessage" or "error_description" or "originalMessage":
                fields.TellMessage(text);
                break;
            case "title":
                fields.TellReason(text);
                break;
            // A body or an event that calls itself an error says no more by it.
            case "type" or "error_type" or "__type" when text is not ("error" or "response.failed" or "about:blank"):
                fields.TellType(text);
                break;
            case "code" or "error_code":
                fields.TellCode(text);
                break;
            case "status":
                if (!fields.TellStatus(text) && text != "failed") fields.TellType(text);
                break;
            case "status_code" or "statusCode" or "http_status" or "originalStatusCode":
                fields.TellStatus(text);
                break;
            case "param":
                fields.TellParam(text);
                break;
            case "retry_after" or "retry_after_seconds" or "resets_in_seconds" or "retryDelay":
                fields.TellRetry(text);
                break;
            case "n_prompt_tokens":
                fields.TellPromptTokens(text);
                break;
            case "n_ctx":
                fields.TellContextTokens(text);
                break;
        }
    }
}
