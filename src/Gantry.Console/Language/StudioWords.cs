namespace Gantry.Console.Language;

/// <summary>The words of the image studio.</summary>
public sealed class StudioWords(Tongue tongue) : Wording(tongue)
{
    public string Title => Say("Image studio", "图像工作室");
    public string Request => Say("Request", "请求");
    public string Prompt => Say("What to draw", "描述画面");
    public string Model => Say("Model", "模型");
    public string Size => Say("Size", "尺寸");
    public string Quality => Say("Quality", "质量");
    public string Background => Say("Background", "背景");
    public string Count => Say("How many", "数量");
    public string Grow => Say("Show one picture while it grows", "单张时显示生成过程");
    public string Inputs => Say("Pictures to change", "要修改的图片");
    public string Add => Say("Add pictures", "添加图片");
    public string Mask => Say("Mask", "蒙版");
    public string MaskHint => Say("Paint over what may change in the first picture; without paint everything may. Without a pointer, upload a mask: a PNG of the same size, transparent where the picture may change.", "在第一张图片上涂抹允许修改的区域；不涂抹则全部可修改。不便绘制时可上传蒙版：同尺寸 PNG，可修改处为透明。");
    public string Brush => Say("Width of the brush", "画笔宽度");
    public string Upload => Say("Upload a mask", "上传蒙版");
    public string ClearMask => Say("Clear the mask", "清除蒙版");
    public string Draw => Say("Draw", "生成");
    public string Change => Say("Change", "修改");
    public string Shelf => Say("Pictures", "图片");
    public string ShelfHint => Say("Kept in this browser alone, 200 pictures or 300 MB at most; the oldest go first.", "仅保存在此浏览器中，最多 200 张或 300 MB，超出时先删除最旧的。");
    public string DeleteAll => Say("Delete all", "全部删除");
    public string EmptyTitle => Say("No pictures yet", "还没有图片");
    public string EmptyText => Say("Say what to draw and choose a model. Several requests can run at once; each is billed like any request with a key.", "描述画面并选择模型。可同时进行多个请求，每个都照常计费。");
    public string Usual => Say("Automatic", "自动");
    public string Draws => Say("Make pictures", "图像模型");
    public string Others => Say("Others", "其他");
    public string About => Say("About", "约");
    public string Unknown => Say("Cost known afterwards", "费用在完成后显示");
    public string Remove => Say("Delete", "删除");
    public string Edit => Say("Change this", "修改此图");
    public string Download => Say("Download", "下载");
    public string Input => Say("Picture to change", "要修改的图片");
    public string Growing => Say("Picture that is being drawn", "正在生成的图片");
    public string Cancel => Say("Cancel", "取消");
    public string Dismiss => Say("Dismiss", "关闭");
    public string Cancelled => Say("Cancelled. What the upstream had done by then may be billed.", "已取消。上游已完成的部分可能计费。");
    public string Lost => Say("The gateway could not be reached, or the answer broke off.", "无法连接网关，或回答中断。");
    public string NothingCame => Say("The answer holds no picture that can be kept here.", "回答中没有可保存的图片。");
    public string Origin => Say("Origin:", "来源：");
    public string NoModels => Say("No model is visible to this key.", "此密钥没有可见的模型。");
    public string NoPrompt => Say("Say what to draw.", "请描述画面。");
    public string TooMany => Say("Six requests run already. Wait for one, or cancel one.", "已有六个请求进行中，请等待或取消其中一个。");
    public string Begun => Say("The request was sent.", "请求已发送。");
    public string Finished => Say("A picture is done.", "图片已完成。");
}
