"""The words of which the names of invented places and organizations are made."""

PLACE_SYLLABLES = tuple(
    "安宝长常成春大丹德东丰福高广桂海和恒红华淮吉嘉建江金锦景九康兰乐丽临龙梅明宁平清荣瑞三山石双顺松泰天同望文武西新兴秀阳永"
)

STREET_SUFFIXES = {"street": "街道", "town": "镇", "township": "乡"}

# Themes of organizations by category; the legal form adds `FORM_SUFFIXES`, unless the theme says its form itself.
THEMES = {
    "community_service": ("为老服务", "便民服务", "助餐服务", "家政互助", "青少年服务", "物业协调服务"),
    "community_charity": ("爱心帮困", "助残扶弱", "慈善公益", "助学帮扶", "救助关爱", "暖心公益"),
    "social_work": ("社会工作", "社工服务", "阳光社会工作", "心桥社会工作", "同行社会工作", "益行社会工作"),
    "culture_sports": ("书画", "舞蹈", "太极拳", "民乐", "乒乓球", "戏曲"),
    "mutual_aid": ("邻里互助", "邻里守望", "乐龄互助", "亲子互助", "助老结对", "共享生活"),
    "industry_association": ("茶叶行业", "建材行业", "物流行业", "餐饮行业", "家居行业", "光电行业"),
    "chamber_of_commerce": ("青年", "女企业家", "异地", "电子商务", "餐饮业", "外贸"),
    "science_technology": ("农业科技", "计算机应用", "地质科普", "水利科技", "新材料科技", "科普"),
    "public_charity": ("慈善", "扶贫济困", "恤幼济困", "助医公益", "教育公益", "赈灾公益"),
    "environmental": ("环保", "湿地保护", "鸟类保护", "河流守护", "绿色生活", "生态文明"),
    "volunteer": ("志愿服务", "应急志愿服务", "文明志愿服务", "平安志愿服务", "敬老志愿服务", "医疗志愿服务"),
    "education": ("幼儿教育", "艺术培训", "成人教育", "职业技能", "科技教育", "语言培训"),
    "health": ("康复医疗", "护理", "健康管理", "中医药", "口腔健康", "儿童康复"),
    "elderly_care": ("养老", "颐养", "居家养老", "老年照护", "康养", "敬老"),
}

FORM_SUFFIXES = {
    "social_association": "协会",
    "social_service_organization": "服务中心",
    "foundation": "基金会",
}

CHAMBER_SUFFIX = "商会"
